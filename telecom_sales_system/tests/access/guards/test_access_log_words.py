"""The log of each record is in Chinese, where the people and the company are."""

import re

from psycopg2 import Error as PsycopgError

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import html2plaintext, mute_logger

from ..common import AccessCommon

WORD = re.compile(r"[A-Za-z]{2,}")
UNDONE = "undone"
# What people of these tests are called and have typed, and a placeholder
NAMES = ("Election ballots", "Letters", "HJ", "Selling by Phone", "Spring", "Tea Party")
NAMES += ("City", "{unit}")
# Inserted by the program in bulk, or shipped: without a log of each
SILENT = {"telecom.assessment", "telecom.circular.receipt"}
SILENT |= {"telecom.assessment.scheme", "telecom.circular.template"}


class ChineseLogCommon(AccessCommon):
    """Records of all models, made by people who read Chinese; Odoo logs all of it."""

    @classmethod
    def default_env_context(cls):
        cls.env["res.lang"]._activate_lang("zh_CN")
        modules = cls.env["ir.module.module"].search(
            [("name", "in", ("mail", "telecom_sales_system"))]
        )
        modules._update_translations(["zh_CN"])
        cls.env["ir.default"].set("res.partner", "lang", "zh_CN")
        companies = cls.env["res.company"].search([("active", "=", True)])
        companies.telecom_lang = "zh_CN"
        return {"lang": "zh_CN", "no_reset_password": True}

    def _get_logged_models(self):
        """Return our models that have a log."""
        return [
            model for model in self._telecom_models() if "message_ids" in model._fields
        ]

    def _get_messages(self, since=0):
        """Return what the logs show; notices to a reader are in the reader's language.

        :param since: the last message that does not count
        """
        names = [model._name for model in self._get_logged_models()]
        domain = [("model", "in", names), ("id", ">", since)]
        domain.append(("message_type", "!=", "user_notification"))
        return self.env["mail.message"].sudo().search(domain)

    def _flush_log(self):
        self.env.flush_all()
        self.env.cr.precommit.run()

    def _get_texts(self, messages):
        """Return ``{text: where it stands}`` of what the log shows of messages."""
        texts = {}
        for message in messages:
            place = f"{message.model}: "
            body = html2plaintext(message.body or "", include_references=False)
            texts[body] = f"{place}body"
            texts[message.subtype_id.name or ""] = f"{place}subtype"
        for value in messages.tracking_value_ids._tracking_value_format():
            tracking = messages.tracking_value_ids.browse(value["id"])
            place = f"{tracking.mail_message_id.model}: {tracking.field_id.name}"
            texts[value["fieldInfo"]["changedField"]] = f"{place} label"
            for key in ("oldValue", "newValue"):
                if isinstance(value[key], str) and value["fieldInfo"]["fieldType"] in (
                    "char",
                    "text",
                    "selection",
                ):
                    texts[value[key]] = f"{place} value"
        return texts

    def _find_foreign_words(self, messages):
        """Return ``{place: words that are not Chinese}`` of messages."""
        found = {}
        for text, place in self._get_texts(messages).items():
            for name in NAMES:
                text = text.replace(name, "")
            if words := WORD.findall(text):
                found.setdefault(place, set()).update(words)
        return found


@tagged("post_install", "-at_install")
class TestAccessLogWords(ChineseLogCommon):
    """Every model with a log; a new one joins by itself."""

    def test_every_model_has_entries(self):
        """What was created and decided in the tests' data."""
        self._flush_log()
        messages = self._get_messages()
        silent = {m._name for m in self._get_logged_models()} - set(
            messages.mapped("model")
        )
        self.assertEqual(silent, SILENT)
        self.assertEqual(self._find_foreign_words(messages), {})

    @mute_logger("odoo.sql_db")
    def test_every_tracked_field(self):
        for model in self._get_logged_models():
            record = model.sudo().search([], limit=1, order="id desc")
            self._reset_state(record)
            self._flush_log()
            for name in sorted(model._track_get_fields() or ()):
                value = self._get_other_value(record, name)
                if value is None:
                    continue
                last = self._get_messages()[:1].id
                try:
                    with self.env.cr.savepoint():
                        record.write({name: value})
                        self._flush_log()
                        found = self._find_foreign_words(self._get_messages(last))
                        with self.subTest(model=model._name, field=name):
                            self.assertEqual(found, {})
                        raise UserError(UNDONE)
                except (UserError, PsycopgError):
                    # Undone here, or a value that is refused: we made it up.
                    self.env.cr.precommit.clear()
                    self.env.invalidate_all()

    def test_every_name_and_label(self):
        """A model's name is in “... created”, labels stand before each change."""
        for model in self._get_logged_models():
            texts = [model.new()._creation_message()]
            labels = model.fields_get(attributes=["string", "selection"])
            for name in model._track_get_fields() or ():
                texts.append(labels[name]["string"])
                texts += dict(labels[name].get("selection", ())).values()
            with self.subTest(model=model._name):
                self.assertEqual([t for t in texts if WORD.search(t)], [])


@tagged("post_install", "-at_install")
class TestAccessLogJobs(ChineseLogCommon):
    """Jobs run as Odoo's own user, who reads English: their log is the company's."""

    def test_every_job(self):
        jobs = (
            self.env["ir.cron"]
            .sudo()
            .search([("ir_actions_server_id.model_id.model", "=like", "telecom.%")])
        )
        self.assertGreater(len(jobs), 8)
        self._flush_log()
        last = self._get_messages()[:1].id
        for job in jobs:
            with self.subTest(job=job.name), self.enter_registry_test_mode():
                job.with_context(lang="en_US").method_direct_trigger()
            self._flush_log()
        messages = self._get_messages(last)
        logged = {"telecom.blacklist.case", "telecom.sales.log", "telecom.tier.review"}
        self.assertLessEqual(logged, set(messages.mapped("model")))
        self.assertEqual(self._find_foreign_words(messages), {})
