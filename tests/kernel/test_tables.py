"""Whatever a room keeps is exported, or its absence has a reason."""

import pytest
from django.apps import apps
from django.db.models import ForeignKey

from goldenthread.jobs.takeaway.choosing import fields_of
from goldenthread.kernel.models import Subject
from goldenthread.kernel.tables import NOT_TAKEN, Sheet, Table, all_sheets, all_tables, register_tables
from goldenthread.strategy.models import Theme


def test_every_model_is_exported_or_named_with_a_reason() -> None:
    installed = {model._meta.label for model in apps.get_models()}
    taken = {table.model._meta.label for table in all_tables()}

    assert installed - taken == NOT_TAKEN.keys() & installed
    assert taken & NOT_TAKEN.keys() == set()
    assert NOT_TAKEN.keys() <= installed
    assert all(NOT_TAKEN.values())


def test_whatever_an_exported_row_refers_to_is_exported_too() -> None:
    taken = {table.model for table in all_tables()}

    targets = {
        field.related_model
        for table in all_tables()
        for field in fields_of(table)
        if isinstance(field, ForeignKey)
    }

    assert targets - taken == set()


@pytest.mark.parametrize("table", all_tables(), ids=lambda table: table.name)
def test_a_table_speaks_of_fields_that_there_are(table: Table) -> None:
    names = {field.name for field in (*table.model._meta.get_fields(), *table.model._meta.local_many_to_many)}
    columns = {field.attname for field in table.model._meta.concrete_fields}

    assert {*table.reference, *table.along, *table.stays, *table.accounts} <= names | columns
    assert table.of(1) is None or table.model._base_manager.filter(table.of(1)).query
    assert "partnership_id" not in table.reference


@pytest.mark.parametrize("sheet", all_sheets(), ids=lambda sheet: sheet.name)
def test_a_path_of_a_sheet_leads_to_a_column(sheet: Sheet) -> None:
    tables = {table.model: table for table in all_tables()}
    for path in (*sheet.columns.values(), *sheet.order):
        model = sheet.model
        *steps, last = path.split(".")
        for step in steps:
            model = tables[model].links.get(step) or model._meta.get_field(step).related_model
        assert last in {field.attname for field in fields_of(tables[model])}, path


def test_a_second_table_of_a_model_is_refused() -> None:
    with pytest.raises(ValueError, match="registered twice"):
        register_tables(Table(Subject))
    with pytest.raises(ValueError, match="registered twice"):
        register_tables(sheets=[Sheet("history", Theme, {})])


def test_a_table_between_two_belongs_where_its_record_does() -> None:
    between = next(table for table in all_tables() if table.name == "delivery_risk_about")
    assert between.own == "risk__subject__partnership_id"
