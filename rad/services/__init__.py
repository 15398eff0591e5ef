"""Writes of the RAD: the plan, who reports it, what is reported, evidence, imports and papers."""

from rad.services.answers import (
    answer_cancel,
    answer_choose,
    answer_commit,
    answer_read,
    answer_retry,
    answer_upload,
)
from rad.services.chapters import chapter_save
from rad.services.documents import document_file_keep, report_document_make, report_document_retry
from rad.services.evidence import evidence_add, evidence_remove, evidence_share
from rad.services.grants import item_grants_sync, items_grants_sync, plan_grants_sync
from rad.services.imports import MAX_BYTES, import_answer, import_cancel, import_commit, import_preview
from rad.services.items import (
    indicator_create,
    indicator_update,
    item_create,
    item_update,
    program_create,
    program_update,
    strategy_create,
    strategy_update,
)
from rad.services.periods import period_close, period_open, period_reopen, period_update
from rad.services.plans import (
    plan_adopt,
    plan_copy,
    plan_create,
    plan_discard,
    plan_revise,
    plan_update,
)
from rad.services.reports import (
    Given,
    report_accept,
    report_lock,
    report_return,
    report_save,
    report_submit,
    report_unlock,
    report_withdraw,
    reports_accept,
    reports_save,
    reports_submit,
)
from rad.services.settings import grades_reset, grades_update, rules_update
from rad.services.snapshots import snapshot_make
from rad.services.tree import row_move, row_place, row_remove, row_restore

__all__ = [
    "MAX_BYTES",
    "Given",
    "answer_cancel",
    "answer_choose",
    "answer_commit",
    "answer_read",
    "answer_retry",
    "answer_upload",
    "chapter_save",
    "document_file_keep",
    "evidence_add",
    "evidence_remove",
    "evidence_share",
    "grades_reset",
    "grades_update",
    "import_answer",
    "import_cancel",
    "import_commit",
    "import_preview",
    "indicator_create",
    "indicator_update",
    "item_create",
    "item_grants_sync",
    "item_update",
    "items_grants_sync",
    "period_close",
    "period_open",
    "period_reopen",
    "period_update",
    "plan_adopt",
    "plan_copy",
    "plan_create",
    "plan_discard",
    "plan_grants_sync",
    "plan_revise",
    "plan_update",
    "program_create",
    "program_update",
    "report_accept",
    "report_document_make",
    "report_document_retry",
    "report_lock",
    "report_return",
    "report_save",
    "report_submit",
    "report_unlock",
    "report_withdraw",
    "reports_accept",
    "reports_save",
    "reports_submit",
    "row_move",
    "row_place",
    "row_remove",
    "row_restore",
    "rules_update",
    "snapshot_make",
    "strategy_create",
    "strategy_update",
]
