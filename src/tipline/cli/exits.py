"""The exit status of the program, and the only table from error codes to it."""

from typing import Final

OK: Final = 0
PROBLEMS: Final = 1
UNREADABLE: Final = 2
UNPROVEN: Final = 3
"""Nothing is wrong, and nothing shows who it is from."""
USAGE: Final = 64
OUTPUT_LOST: Final = 74
LATER: Final = 75
"""EX_TEMPFAIL: safe, and not done yet."""

EXIT_BY_CODE: Final = {
    "tipline_error": PROBLEMS,
    "value_refused": PROBLEMS,
    "document_refused": PROBLEMS,
    "document_unreadable": UNREADABLE,
    "document_invalid": PROBLEMS,
    "report_unwritable": PROBLEMS,
    "seal_broken": PROBLEMS,
    "keys_unusable": PROBLEMS,
    "store_unavailable": PROBLEMS,
    "folder_missing": PROBLEMS,
    "not_in_production": PROBLEMS,
    "door_refused": PROBLEMS,
    "schema_outdated": PROBLEMS,
    "provider_name": PROBLEMS,
    "entry_missing": PROBLEMS,
    "log_broken": PROBLEMS,
    "store_not_empty": PROBLEMS,
    "stream_broken": PROBLEMS,
    "provider_unknown": PROBLEMS,
    "user_name": PROBLEMS,
    "user_unknown": PROBLEMS,
    "log_in_refused": PROBLEMS,
    "password_unfit": PROBLEMS,
    "report_not_at_desk": PROBLEMS,
    "settings_unusable": PROBLEMS,
    "database_address": PROBLEMS,
    "certificate_unusable": PROBLEMS,
    "listening_refused": PROBLEMS,
    "start_failed": PROBLEMS,
    "database_unusable": PROBLEMS,
    "draft_gone": PROBLEMS,
    "nothing_stated": PROBLEMS,
    "receipt_unknown": PROBLEMS,
    "thread_full": PROBLEMS,
    "engine_missing": PROBLEMS,
    "engine_failed": PROBLEMS,
    "edges_unusable": PROBLEMS,
    "filing_failed": PROBLEMS,
    "filing_retryable": LATER,
    "filing_unknown": LATER,
    "filing_final": PROBLEMS,
    "report_refused": PROBLEMS,
    "filing_credentials": PROBLEMS,
    "filing_address": PROBLEMS,
    "filed_report_missing": PROBLEMS,
    "filed_report_retracted": PROBLEMS,
    "filed_report_finished": PROBLEMS,
    "endpoint_refused": PROBLEMS,
    "outbox_unusable": PROBLEMS,
    "outbox_unavailable": PROBLEMS,
    "outbox_busy": LATER,
    "outbox_item_unknown": PROBLEMS,
    "outbox_item_state": PROBLEMS,
    "not_enqueued": PROBLEMS,
    "platform_unavailable": LATER,
    "mapping_invalid": PROBLEMS,
    "case_unmappable": PROBLEMS,
    "recipient_unusable": PROBLEMS,
    "print_failed": PROBLEMS,
    "ip_table_unreadable": PROBLEMS,
}
"""0 all is well, 1 problems were found, 2 not well-formed or hostile, 64 the command's words."""
