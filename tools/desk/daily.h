// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/rules.h"
#include "reserves/depot.h"
#include "reserves/print/form.h"
#include "reserves/report/daily.h"
#include "tools/desk/opened_books.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace relief {

/// What the daily bulletin is asked for. The books are those known at `as_of`, or those after
/// journal row `head` (a second in which more was booked has several states).
struct DailyQuestion {
    Instant now;
    std::optional<Instant> as_of;
    std::optional<Date> date;  ///< the end of that day; today's is not over: now
    std::optional<std::int64_t> head;
    std::optional<std::int64_t> people;
};

/// A bulletin with the tables its words come from.
struct DailyAnswer {
    DailyReport report;
    Rules rules;
    Baseline baseline;
};

/// Reads the books of `db` (proven), as they were where that is not now. bad_input: those of
/// Tables, books.seq; argument.value where date and as_of do not agree or lie after now.
[[nodiscard]] DailyAnswer read_daily(const std::filesystem::path& data, const Books& db,
                                     const DailyQuestion& question);

/// relief.report_daily/1.
[[nodiscard]] std::string daily_json(const DailyAnswer& answer);

/// One table of the bulletin, its cells as they are shown.
struct DailyTable {
    std::string caption;
    struct Column {
        std::string title;
        int width = 10;
        bool number = false;
    };
    std::vector<Column> columns;
    std::vector<std::vector<std::string>> rows;
};

/// How much of the stock is told owner by owner: all of it (a spreadsheet), or the rows where
/// something went in or out, is held or on the road (screen, paper). By item and level it is
/// always told whole.
enum class DailyDetail { moved, all };

/// The tables of the bulletin in the order they are read; empty ones are left out.
[[nodiscard]] std::vector<DailyTable> daily_tables(const DailyAnswer& answer,
                                                   std::string_view language, DailyDetail detail);

[[nodiscard]] std::string daily_text(const DailyAnswer& answer, std::string_view language);

/// Writes the tables as sheets of a spreadsheet.
void write_daily_xlsx(const DailyAnswer& answer, std::string_view language,
                      const std::filesystem::path& file);

/// The bulletin as a printed form.
[[nodiscard]] Form daily_form(const DailyAnswer& answer, std::string_view language);

/// Writes it as PDF.
void write_daily_pdf(const DailyAnswer& answer, std::string_view language,
                     const std::filesystem::path& file);

}  // namespace relief
