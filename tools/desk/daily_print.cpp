// SPDX-License-Identifier: Apache-2.0
#include "reserves/print/pdf.h"
#include "tools/desk/daily.h"
#include "tools/desk/document.h"
#include "tools/desk/output_file.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

namespace relief {
namespace {

bool is_synthetic(const Baseline& baseline) {
    return std::any_of(baseline.depots.begin(), baseline.depots.end(), [](const Depot& depot) {
        return depot.flag.find("synthetic") != std::string::npos;
    });
}

FormTable form_table(const DailyTable& table) {
    FormTable form{.caption = table.caption, .rows = table.rows};
    for (const DailyTable::Column& column : table.columns) {
        form.columns.push_back({.label = column.title,
                                .width = column.width,
                                .align = column.number ? Align::right : Align::left});
    }
    return form;
}

}  // namespace

Form daily_form(const DailyAnswer& answer, std::string_view language) {
    const DailyReport& report = answer.report;
    const auto in = [&](std::string_view zh, std::string_view en) {
        return std::string(in_language(language, zh, en));
    };
    Form form{.language = std::string(language),
              .paper = Paper::landscape,
              .title = in("救灾物资库存日报", "Daily stock bulletin"),
              .date = format_date(report.date),
              .fields = {{.label = in("数字截至", "Figures as of"),
                          .value = format_instant(report.as_of)},
                         {.label = in("日志", "Journal"),
                          .value = fmt::format("{} {}", report.head_seq,
                                               report.head_hash.substr(0, 12))}},
              .notes = {in("数字取自账面时间的台账，可按该时刻重出。",
                           "Figures are those of the books at that moment and can be made again.")},
              .signatures = {{.post = in("制表", "Made by")}, {.post = in("审核", "Checked by")}},
              .footer = in("账面时间 ", "Books as of ") + format_instant(report.as_of),
              .made_at = report.as_of};
    if (is_synthetic(answer.baseline)) {
        form.marks.push_back(in("示例数据", "DEMO DATA"));
    }
    for (const DailyTable& table : daily_tables(answer, language, DailyDetail::moved)) {
        form.tables.push_back(form_table(table));
    }
    return form;
}

void write_daily_pdf(const DailyAnswer& answer, std::string_view language,
                     const std::filesystem::path& file) {
    write_output_file(file, render_pdf(daily_form(answer, language)).bytes);
}

}  // namespace relief
