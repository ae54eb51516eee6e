"""Every query of docs/tables.md runs against the demonstration's year, through the door for strangers, and gives what the page says."""

from __future__ import annotations

import pytest

from pipelines.warehouse import attached, connect_analyst, rows_of
from schemas.contract import TABLES
from schemas.questions import QUESTIONS
from schemas.relations import relations_of


@pytest.fixture(scope="module")
def current(year):
    return year.home / "warehouse" / "current.duckdb"


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda one: one.en)
def test_the_question_is_answered(current, question):
    with connect_analyst(current) as connection:
        cursor = connection.execute(question.sql)
        assert tuple(column[0] for column in cursor.description) == question.columns
        rows = cursor.fetchall()
    assert rows or question.may_be_empty
    assert all(table in question.sql for table in question.tables)


def test_most_questions_have_an_answer_in_the_demonstration(current):
    with connect_analyst(current) as connection:
        answered = [one for one in QUESTIONS if connection.execute(one.sql).fetchone()]
    assert len(QUESTIONS) >= 20
    assert len(answered) >= len(QUESTIONS) - 2


def test_what_the_diagram_says_leads_somewhere_does(current):
    with attached(current) as connection:
        for one in relations_of(TABLES):
            lost = (
                f'SELECT count(*) FROM {one.child.full_name} WHERE "{one.column}" IS NOT NULL '
                f'AND "{one.column}" NOT IN (SELECT {one.parent_column} FROM {one.parent.full_name})'
            )
            if one.is_strict:
                assert (one.child.full_name, one.column, rows_of(connection, lost)) == (one.child.full_name, one.column, [(0,)])
