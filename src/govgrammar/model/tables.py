"""The form's tables as typed objects: `report.requests.outcomes.denied.state_secret.natural_person.value`.

A typed view of the cells: the identifiers are the glossary's, and a test holds the classes against the grammar.  A row or a
column that only another edition has is `None`.  Legal bases are articles of the Regulations (政府信息公开条例).
"""

from __future__ import annotations

from functools import lru_cache
from itertools import accumulate
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from attrs import field, fields, frozen, has

from govgrammar.model.cell import Cell, CellStore

T = TypeVar("T")


@frozen
class DocumentsRow:
    """第二十条第(一)项: documents, in 件.  Made, repealed and in force since 2021; made, disclosed and in total before."""

    issued: Cell | None  #: 本年制发件数
    repealed: Cell | None  #: 本年废止件数
    in_force: Cell | None  #: 现行有效件数
    newly_made: Cell | None  #: 本年新制作数量, trial-2019
    newly_disclosed: Cell | None  #: 本年新公开数量, trial-2019
    total_disclosed: Cell | None  #: 对外公开总数量, trial-2019


@frozen
class MattersRow:
    """第二十条第(五)、(六)项: decisions in 件; kinds of matters and their change in the year in trial-2019."""

    decisions: Cell | None  #: 本年处理决定数量
    prior_year_items: Cell | None  #: 上一年项目数量, trial-2019
    change: Cell | None  #: 本年增/减, signed, trial-2019


@frozen
class ChargesRow:
    """第二十条第(八)项: administrative charges in 万元; kinds of charges and their change in trial-2019."""

    amount_10k_yuan: Cell | None  #: 本年收费金额(单位:万元)
    prior_year_items: Cell | None  #: 上一年项目数量, trial-2019
    change: Cell | None  #: 本年增/减, signed, trial-2019


@frozen
class ProcurementRow:
    """第二十条第(九)项, trial-2019: central procurement; the form prints no unit for the amount."""

    procurement_items: Cell | None  #: 采购项目数量
    procurement_amount: Cell | None  #: 采购总金额


@frozen
class ProactiveDisclosure:
    """二、主动公开政府信息情况 (article 20).  `editions` names the edition of each item of the article."""

    government_rules: DocumentsRow  #: 规章
    normative_documents: DocumentsRow  #: 行政规范性文件
    administrative_license: MattersRow  #: 行政许可
    other_public_services: MattersRow | None  #: 其他对外管理服务事项, trial-2019
    administrative_penalty: MattersRow  #: 行政处罚
    administrative_compulsion: MattersRow  #: 行政强制
    administrative_charges: ChargesRow  #: 行政事业性收费
    centralized_procurement: ProcurementRow | None  #: 政府集中采购, trial-2019
    edition: str = field(metadata={"plain": True})
    editions: dict[str, str] = field(metadata={"plain": True})


@frozen
class ApplicantRow:
    """One row of the applicant matrix, in 件."""

    natural_person: Cell  #: 自然人
    commercial_enterprise: Cell  #: 商业企业
    research_institution: Cell  #: 科研机构
    public_welfare_organization: Cell  #: 社会公益组织
    legal_service_institution: Cell  #: 法律服务机构
    other_organization: Cell  #: 其他
    total: Cell  #: 总计


@frozen
class Denied:
    """(三)不予公开."""

    state_secret: ApplicantRow  #: 1.属于国家秘密, art. 14
    other_law_prohibits: ApplicantRow  #: 2.其他法律行政法规禁止公开, art. 14
    security_and_stability: ApplicantRow  #: 3.危及“三安全一稳定”, art. 14
    third_party_rights: ApplicantRow  #: 4.保护第三方合法权益, art. 15
    internal_affairs: ApplicantRow  #: 5.属于三类内部事务信息, art. 16(1)
    deliberative_process: ApplicantRow  #: 6.属于四类过程性信息, art. 16(2)
    enforcement_case_file: ApplicantRow  #: 7.属于行政执法案卷, art. 16(2)
    administrative_inquiry: ApplicantRow  #: 8.属于行政查询事项, art. 36(7)


@frozen
class UnableToProvide:
    """(四)无法提供."""

    not_held: ApplicantRow  #: 1.本机关不掌握相关政府信息, art. 36(4)(5)
    requires_creation: ApplicantRow  #: 2.没有现成信息需要另行制作, art. 38
    unclear_after_amendment: ApplicantRow  #: 3.补正后申请内容仍不明确, art. 30


@frozen
class NotProcessed:
    """(五)不予处理."""

    petition_or_complaint: ApplicantRow  #: 1.信访举报投诉类申请, art. 39(1)
    repeated_request: ApplicantRow  #: 2.重复申请, art. 36(6)
    published_material: ApplicantRow  #: 3.要求提供公开出版物, art. 39(2)
    excessive_requests: ApplicantRow  #: 4.无正当理由大量反复申请, art. 35
    reconfirmation: ApplicantRow  #: 5.要求行政机关确认或重新出具已获取信息


@frozen
class OtherProcessing:
    """(六)其他处理 in revised-2021."""

    amendment_overdue: ApplicantRow  #: 1.申请人无正当理由逾期不补正…, art. 30
    fee_unpaid: ApplicantRow  #: 2.申请人逾期未按收费通知要求缴纳费用…, 国办函〔2020〕109号
    miscellaneous: ApplicantRow  #: 3.其他


@frozen
class Outcomes:
    """三、本年度办理结果."""

    granted: ApplicantRow  #: (一)予以公开, art. 36(1)(2)
    partially_granted: ApplicantRow  #: (二)部分公开, art. 37
    denied: Denied
    unable_to_provide: UnableToProvide
    not_processed: NotProcessed
    other: OtherProcessing | None  #: (六)其他处理, revised-2021
    other_unspecified: ApplicantRow | None  #: (六)其他处理, one row in trial-2019: the sum of what 2021 tells apart
    total: ApplicantRow  #: (七)总计


@frozen
class RequestHandling:
    """三、收到和处理政府信息公开申请情况: the applicant matrix.  新收 + 上年结转 = 总计 + 结转下年度, in every column."""

    new_requests: ApplicantRow  #: 一、本年新收政府信息公开申请数量
    carried_in: ApplicantRow  #: 二、上年结转政府信息公开申请数量
    outcomes: Outcomes
    carried_out: ApplicantRow  #: 四、结转下年度继续办理
    edition: str = field(metadata={"plain": True})
    editions: dict[str, str] = field(metadata={"plain": True})


@frozen
class RemedyRow:
    """Reviews or suits by their outcome, in 件.  结果纠正: the organ lost."""

    upheld: Cell  #: 结果维持
    corrected: Cell  #: 结果纠正
    other: Cell  #: 其他结果
    pending: Cell  #: 尚未审结
    total: Cell  #: 总计


@frozen
class Litigation:
    """行政诉讼."""

    direct: RemedyRow  #: 未经复议直接起诉
    after_reconsideration: RemedyRow  #: 复议后起诉


@frozen
class Remedies:
    """四、政府信息公开行政复议、行政诉讼情况."""

    reconsideration: RemedyRow  #: 行政复议
    litigation: Litigation
    edition: str = field(metadata={"plain": True})
    editions: dict[str, str] = field(metadata={"plain": True})


def view(cls: type[T], store: CellStore, table: str, editions: dict[str, dict[str, str]]) -> T | None:
    """The typed view of one table, or `None` where the report has no cells of it."""
    places = {f"{key.row}.{key.column}": index for index, key in enumerate(store.keys) if key.table == table}
    if not places:
        return None
    here = editions.get(table, {})
    names = set(here.values())
    plain = {"edition": names.pop() if len(names) == 1 else "mixed", "editions": dict(here)}
    known = {name for path in places for name in accumulate(path.split("."), "{}.{}".format)}
    return cast("T", _build(cls, store, places, known, "", plain))


def _build(
    cls: type[Any], store: CellStore, places: dict[str, int], known: set[str], path: str, plain: dict[str, Any]
) -> Any:
    """One view; `known` are the paths of all cells, and every beginning of one."""
    members: dict[str, Any] = {}
    for member, inner in _members(cls):
        name = f"{path}{member}"
        if inner is None:
            members[member] = plain[member]
        elif inner is Cell:
            members[member] = Cell(store, places[name]) if name in places else None
        elif name in known:
            members[member] = _build(inner, store, places, known, f"{name}.", plain)
        else:
            members[member] = None
    return cls(**members)


@lru_cache(maxsize=64)
def _members(cls: type[Any]) -> tuple[tuple[str, Any], ...]:
    """The members of a view by name, each with its class, `None` for a plain value."""
    hints = get_type_hints(cls)
    return tuple((m.name, None if m.metadata.get("plain") else _inner(hints[m.name])) for m in fields(cls))


def _inner(hint: Any) -> Any:
    """The class of a member, `None` left out."""
    if get_origin(hint) in {Union, type(int | str)}:
        return next(part for part in get_args(hint) if part is Cell or has(part))
    return hint
