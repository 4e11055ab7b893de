"""Create circulars of every kind: drafted, signed, numbered and issued."""

from freezegun import freeze_time

from odoo.fields import Command

from dev.demo.timeline import LAST_MONTH

SEASON_DAY = "2026-10-13 01:00:00"
CORRECTED_DAY = "2026-10-14 02:00:00"
AWARD_DAY = "2026-10-20 02:00:00"
MONTH_DAY = "2026-11-02 02:00:00"
COURSE = "省公司专职营销员第二期培训"
SEASON = {
    "title": "关于做好四季度旺季营销工作的通知",
    "body": (
        "四季度是全年营销的关键时期，各单位要抓住党报党刊收订、贺卡开发和年终客户"
        "答谢三个重点，确保全年目标完成。\n"
        "各单位于10月20日前将旺季营销方案报客户服务部，每周五下午报送进度。"
    ),
    "closing": "请认真组织落实。",
}
CORRECTION = ("10月20日前", "10月23日前")
PREFIXES = {"ZJJ": "张电营销", "CL": "慈电营销", "SZ": "桑电营销"}
# Every so many recipients have not acknowledged by the end.
ACKNOWLEDGED_OF = 3


def name_issuers(units):
    """Set the prefix of circular numbers on issuing units."""
    for code, prefix in PREFIXES.items():
        units[code].circular_prefix = prefix


def issue_before_the_close(env, users, units, contest):
    """Issue the season's notice, its correction, the course and the prizes."""
    circulars = env["telecom.circular"].with_user(users["service"])
    with freeze_time(SEASON_DAY):
        notice = circulars.create(
            {"kind": "other", "unit_id": units["ZJJ"].id, **SEASON}
        )
        _issue_circular(notice, users)
        course = env["telecom.training"].with_user(users["service"])
        course = course.search([("name", "=", COURSE)])
        _issue_circular(
            _get_opened_circular(course.action_draft_circular(), circulars), users
        )
    with freeze_time(CORRECTED_DAY):
        correction = _get_opened_circular(notice.action_correct(), circulars)
        correction.body = correction.body.replace(*CORRECTION)
        _issue_circular(correction, users)
    with freeze_time(AWARD_DAY):
        _issue_circular(_draft_award(env, users, contest), users)


def _draft_award(env, users, contest):
    """Draft the circular on the winners of the contest.

    The award list of September is a preview: prizes of units are of a whole year.
    """
    return _get_opened_circular(
        contest.action_draft_circular(),
        env["telecom.circular"].with_user(users["service"]),
    )


def issue_the_month(env, users, units):
    """Issue the circulars that the close has drafted, and Cili's own circular."""
    month = env["telecom.period"].search([("date_from", "=", LAST_MONTH)])
    with freeze_time(MONTH_DAY):
        drafts = month.circular_ids.sorted("id").with_user(users["service"])
        for draft in drafts.filtered(lambda circular: circular.state == "draft"):
            _issue_circular(draft, users)
        own = {"kind": "performance", "period_id": month.id, "unit_id": units["CL"].id}
        _issue_circular(
            env["telecom.circular"].with_user(users["cl"]).create(own), users
        )
        _acknowledge_circulars(env)
        env.cr.flush()


def _acknowledge_circulars(env):
    """Acknowledge the issued circulars for two of three recipients."""
    receipts = env["telecom.circular.receipt"].search(
        [("circular_id.state", "=", "issued")]
    )
    receipts = receipts.filtered(lambda receipt: receipt.id % ACKNOWLEDGED_OF)
    for user, own in receipts.grouped("user_id").items():
        own.circular_id.with_user(user).action_acknowledge()


def _get_opened_circular(action, circulars):
    return circulars.browse(action["res_id"])


def _issue_circular(draft, users):
    """Let three people draft, review and sign it."""
    draft.audience_user_ids = [Command.link(users["leader"].id)]
    draft.with_user(users["clerk"]).action_review()
    draft.with_user(users["leader"]).action_sign()
    draft.action_issue()
    draft.env.cr.flush()
