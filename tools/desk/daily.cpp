// SPDX-License-Identifier: Apache-2.0
#include "tools/desk/daily.h"

#include "core/error.h"
#include "core/store/journal.h"
#include "core/store/past.h"
#include "core/table/xlsx_writer.h"
#include "tools/desk/tables.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include <fmt/format.h>

namespace relief {
namespace {

Error wrong_time(std::string field, Instant found, std::string expected) {
    return bad_input({.code = "argument.value",
                      .message = "the value of the option cannot be read",
                      .field = std::move(field),
                      .found = format_instant(found),
                      .expected = std::move(expected)});
}

/// The last second of a day, or now where the day is not over.
Instant end_of_day(Date date, Instant now) {
    const Instant end = beijing_midnight(date + std::chrono::days{1}) - std::chrono::seconds{1};
    if (date > beijing_date(now)) {
        throw wrong_time("--date", beijing_midnight(date), "today or an earlier day");
    }
    return std::min(end, now);
}

Instant moment_of(const DailyQuestion& question) {
    if (question.as_of && *question.as_of > question.now) {
        throw wrong_time("--as-of", *question.as_of,
                         "at most now, " + format_instant(question.now));
    }
    if (!question.date) {
        return question.as_of.value_or(question.now);
    }
    if (!question.as_of) {
        return end_of_day(*question.date, question.now);
    }
    if (beijing_date(*question.as_of) != *question.date) {
        throw wrong_time("--as-of", *question.as_of,
                         "a time of the day of --date, " + format_date(*question.date));
    }
    return *question.as_of;
}

/// The bulletin with the rules that lie in the same books.
DailyAnswer answer_from(Database& books, const DailyAsk& ask) {
    const DatabaseSource source(books);
    DailyAnswer answer{.rules = load_rules(source)};
    const Places places(source);
    answer.baseline = load_baseline(source, answer.rules, places);
    const auto basket = load_basket(source, answer.rules);
    answer.report = daily_report(books, answer.rules, answer.baseline, basket, ask);
    return answer;
}

/// Numbers as numbers, the rest as text.
OutputCell sheet_cell(const std::string& text, bool number) {
    if (!number || text.empty()) {
        return text.empty() ? OutputCell() : OutputCell(text);
    }
    const std::size_t point = text.find('.');
    Quantity quantity;
    std::string digits = text;
    if (point != std::string::npos) {
        quantity.decimals = static_cast<int>(text.size() - point - 1);
        digits.erase(point, 1);
    }
    quantity.amount = std::stoll(digits);
    return quantity;
}

}  // namespace

DailyAnswer read_daily(const std::filesystem::path& data, const Books& db,
                       const DailyQuestion& question) {
    const Tables tables(data, db);
    Database& database = *tables.database();
    const DailyAsk ask{.as_of = moment_of(question), .people = question.people};
    const std::int64_t seq = question.head.value_or(journal_seq_at(database, ask.as_of));
    if (seq == journal_head(database).seq) {
        return answer_from(database, ask);
    }
    Database past = books_at(database, seq);
    return answer_from(past, ask);
}

void write_daily_xlsx(const DailyAnswer& answer, std::string_view language,
                      const std::filesystem::path& file) {
    XlsxWriter writer(file, answer.report.as_of);
    for (const DailyTable& table : daily_tables(answer, language, DailyDetail::all)) {
        std::vector<OutputColumn> columns;
        for (const DailyTable::Column& column : table.columns) {
            columns.push_back({.title = column.title, .width = static_cast<double>(column.width)});
        }
        writer.begin_sheet(table.caption);
        writer.set_widths(columns);
        writer.put_header(columns);
        for (const auto& row : table.rows) {
            std::vector<OutputCell> cells;
            for (std::size_t at = 0; at < row.size(); ++at) {
                cells.push_back(sheet_cell(row[at], table.columns[at].number));
            }
            writer.put_row(cells);
        }
    }
    writer.close();
}

}  // namespace relief
