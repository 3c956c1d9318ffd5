"""Titles, years, organs and days in every form that pages give them; the value is always the document's own characters."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govgrammar import parse
from govgrammar.model.report import AnnualReport

BODY = "\n一、总体情况\n略。\n"
YEARS = st.integers(2008, 2029)
ORGANS = st.sampled_from(["清溪县财政局", "松坪镇人民政府", "本溪县气象局", "北岭街道办事处", "清溪縣衛生健康委員會"])
ZEROS = st.sampled_from("〇○零")
SPACES = st.sampled_from(["", " ", "\u3000", "\u00a0"])


def _report(text: str) -> AnnualReport:
    report = parse(text).report
    assert report is not None
    return report


def _chinese(year: int, zero: str) -> str:
    return str(year).translate(str.maketrans("0123456789", f"{zero}一二三四五六七八九"))


@given(YEARS, ORGANS, ZEROS, SPACES)
def test_year_and_organ_of_a_title(year: int, organ: str, zero: str, space: str) -> None:
    """
    Organ and year are the title's, whichever stands first, whatever digits and spaces it has; the title is kept as it is.
    """
    for written in (str(year), _chinese(year, zero)):
        for title in (
            f"{written}{space}年度{organ}{space}政府信息公开工作年度报告",
            f"{organ}{space}{written}年{space}政府信息公开工作年度报告",
            f"{organ}政府信息公开工作{space}{written}年度报告",
        ):
            report = _report(title + BODY)
            assert (year, organ, title) == (report.report_year, report.organ, report.title)


@given(YEARS, ORGANS, st.integers(1, 8))
def test_a_title_broken_over_lines(year: int, organ: str, place: int) -> None:
    """
    A title whose end stands on the next line is one title, and no part of it is preamble.
    """
    title = f"{year}年{organ}政府信息公开工作年度报告"
    broken = f"{title[:-place]}\n{title[-place:]}"
    report = _report(f"{broken}\n根据条例编制本报告。{BODY}")
    assert (year, organ) == (report.report_year, report.organ)
    assert (broken, "根据条例编制本报告。") == (report.title, report.preamble)


@pytest.mark.parametrize(
    "sentence",
    [
        "现将我局2023年度政府信息公开工作年度报告公布如下。",
        "现将2023年度我局政府信息公开工作年度报告公布如下。",
        "现将本机关2023年度政府信息公开工作年度报告公布如下。",
        "统计期限自2023年1月1日起至2023年12月31日止。",
        "统计期限自 2023 年 1 月 1 日至 12 月 31 日。",
    ],
)
def test_a_sentence_may_name_the_year_alone(sentence: str) -> None:
    """
    Where a sentence names no organ, or only 我局, there is a year and no organ.
    """
    report = _report(sentence + BODY)
    assert (2023, None) == (report.report_year, report.organ)


@pytest.mark.parametrize(
    "text",
    [
        "统计期限自2021年12月1日起至2022年12月31日止。",
        "2023年政府信息公开工作年度报告\n2022年政府信息公开工作年度报告",
        "清溪县财政局\n2023年政府信息公开工作年度报告\n2022年政府信息公开工作年度报告",
        "2023年,全局认真落实条例。",
    ],
)
def test_no_year_is_made_up(text: str) -> None:
    """
    A period over two years, links to several reports, and a sentence about a year give neither year nor title.
    """
    report = _report(text + BODY)
    assert (None, None, None) == (report.report_year, report.organ, report.title)


@pytest.mark.parametrize(
    "day",
    ["2024-01-05", "2024/1/5", "2024.1.5", "2024年1月5日", "2024 年 1 月 5 日", "二〇二四年一月五日", "２０２４-01-05"],
)
@pytest.mark.parametrize(
    "form", ["发布日期:{}", "发布时间: {} 15:31:04", "【公开日期】{}", "發 布 日 期：{}  来源:本站"]
)
def test_a_day_is_kept_as_written(day: str, form: str) -> None:
    """
    The day of publication is the document's characters of the day, without the time and what else stands there.
    """
    assert day == _report(form.format(day) + BODY).published_on


@pytest.mark.parametrize("keys", [2, 3, 4])
def test_fields_below_their_keys_need_several_keys(keys: int) -> None:
    """
    A paragraph below a key is its field only where it stands between two keys, and two such keys at least.
    """
    lines = ["索引号", "qx/1", "文号", "清财〔2024〕1号", "公开方式", "主动公开", "标题", "年报"][: 2 * keys]
    report = _report("\n\n".join(lines) + BODY)
    sure = keys > 2
    assert ("qx/1" if sure else None) == report.index_number
    assert ("清财〔2024〕1号" if sure else None) == report.document_number
    assert ("主动公开" if keys > 3 else None) == report.disclosure_mode
    assert report.subject is None
