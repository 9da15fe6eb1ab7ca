"""`incamera search`: one search, a list of them, and those that are kept under a name."""

import argparse

from desktop.casework.auditing.shown import note_mask_lifted
from desktop.casework.control import Control
from desktop.casework.searching.batch import search_terms
from desktop.casework.searching.report import row_of, summary_of, write_report
from desktop.casework.searching.terms import read_terms
from desktop.casework.searching.word_list import meet_words
from desktop.cli.exit_codes import ExitCode
from desktop.cli.interrupt import stopped_by_interrupt
from desktop.cli.session import Session, matter_named
from desktop.domain.search import MAX_NEW_PAGES, Hit, SearchResult
from desktop.domain.search_terms import Term, TermReport
from desktop.vault.matter_store import MatterStore

_COLUMNS = ("document", "page", "found_by", "snippet")


def search(session: Session, arguments: argparse.Namespace) -> ExitCode:
    """Search a matter, or keep, list, run or remove a saved search."""
    query = " ".join(arguments.query)
    fault = _fault(arguments, query)
    if fault:
        session.output.usage(f"incamera search: {fault}")
        return ExitCode.USAGE
    terms = read_terms(arguments.batch) if arguments.batch is not None else ()
    with session.vault() as vault:
        store = vault.store_of(matter_named(vault, arguments.matter).matter_id)
        if terms:
            return _batch(session, store, terms, arguments)
        if arguments.forget is not None:
            store.searching.saved.remove(arguments.forget)
            session.output.line("The saved search is removed.")
            return ExitCode.DONE
        if arguments.saved == "":
            return _list_saved(session, store)
        if arguments.saved is not None:
            query = store.searching.saved.named(arguments.saved).query
        code = _search(session, store, query, arguments)
        if arguments.saved is not None:
            store.searching.saved.see(arguments.saved)
        if arguments.save is not None:
            store.searching.save(arguments.save, query)
        return code


def _fault(arguments: argparse.Namespace, query: str) -> str:
    """What the command line lacks or has too much of; "" where it is right."""
    without_query = (arguments.saved, arguments.forget, arguments.batch)
    chosen = sum(each is not None for each in without_query)
    if chosen > 1 or (chosen and (query or arguments.save is not None)):
        return "give a search, or one of --saved, --forget and --batch"
    if not chosen and not query:
        return "give a search; `incamera search --help` shows what can be written"
    if arguments.report is not None and arguments.batch is None:
        return "--report belongs to --batch"
    return ""


def _search(
    session: Session, store: MatterStore, query: str, arguments: argparse.Namespace
) -> ExitCode:
    control = Control()
    with stopped_by_interrupt(control):
        for met in meet_words(store, query, control):
            session.output.status(f"Listing words  {met.done} of {met.total} pages")
    session.output.end_progress()
    if control.is_stopped:
        return ExitCode.STOPPED
    result = store.search(query, limit=arguments.limit)
    hits = result.hits
    if arguments.show_high:
        note_mask_lifted(
            store, {hit.document_id for hit in hits if hit.sensitive}, "incamera search"
        )
    else:
        hits = tuple(hit.masked() for hit in hits)
    _show(session, result, [_row(hit) for hit in hits])
    return ExitCode.DONE


def _show(session: Session, result: SearchResult, rows: list[dict[str, object]]) -> None:
    if session.output.is_json:
        session.output.document(
            {"hits": rows, "has_more": result.has_more, "is_cut": result.is_cut}
        )
        return
    session.output.table(rows, _COLUMNS)
    if result.is_cut:
        session.output.line("Many pages were opened in vain: narrow the search to see all of it.")
    elif not rows:
        session.output.line("Nothing found.")
    elif result.has_more:
        session.output.line("There is more: raise --limit.")


def _row(hit: Hit) -> dict[str, object]:
    return {
        "document": hit.document_name,
        "document_id": hit.document_id,
        "page": hit.page,
        "found_by": hit.kind.value,
        "snippet": hit.snippet,
        "marks": hit.marks,
        "boxes_pt": [[box.left_pt, box.top_pt, box.right_pt, box.bottom_pt] for box in hit.boxes],
    }


def _list_saved(session: Session, store: MatterStore) -> ExitCode:
    rows: list[dict[str, object]] = [
        {
            "name": each.name,
            "search": each.query,
            "new_pages": each.new_pages,
            "saved_at": each.saved_at.isoformat(timespec="seconds"),
        }
        for each in store.searching.saved_with_new()
    ]
    session.output.result(rows, ("name", "search", "new_pages", "saved_at"))
    if not rows:
        session.output.line("No search is saved in this matter.")
    elif any(row["new_pages"] == MAX_NEW_PAGES for row in rows):
        session.output.line(f"New pages are counted up to {MAX_NEW_PAGES}.")
    return ExitCode.DONE


def _batch(
    session: Session,
    store: MatterStore,
    terms: tuple[Term, ...],
    arguments: argparse.Namespace,
) -> ExitCode:
    control, reports = Control(), list[TermReport]()
    with stopped_by_interrupt(control):
        for term in terms:
            for met in meet_words(store, term.text, control):
                session.output.status(f"Listing words  {met.done} of {met.total} pages")
        for report in search_terms(store, terms, control):
            reports.append(report)
            session.output.status(f"Searching  {len(reports)} of {len(terms)} terms")
    session.output.end_progress()
    if arguments.report is not None:
        write_report(reports, arguments.report)
    if session.output.is_json:
        session.output.document(
            {"terms": [row_of(report) for report in reports], "is_whole": not control.is_stopped}
        )
    else:
        rows = [summary_of(report) for report in reports]
        session.output.table(rows, ("term", "label", "hits", "documents", "pages"))
        session.output.line(f"{len(reports)} of {len(terms)} terms searched.")
    if control.is_stopped:
        return ExitCode.STOPPED
    return ExitCode.PARTLY if any(report.is_cut for report in reports) else ExitCode.DONE
