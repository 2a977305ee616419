// SPDX-License-Identifier: Apache-2.0
#include "tools/desk/report_tables.h"

#include "core/table/xlsx_writer.h"
#include "tools/desk/document.h"
#include "tools/desk/text_table.h"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace relief {
namespace {

using nlohmann::ordered_json;

constexpr std::array<std::pair<std::string_view, std::string_view>, 7> hazard_words{
    {{"flood", "洪涝"},
     {"earthquake", "地震"},
     {"drought", "干旱"},
     {"snow_ice", "低温冷冻和雪灾"},
     {"cold", "低温冷冻"},
     {"wind", "风雹"},
     {"geology", "地质灾害"}}};

std::string hazard_zh(const std::string& hazard) {
    for (const auto& [id, zh] : hazard_words) {
        if (id == hazard) {
            return std::string(zh);
        }
    }
    return hazard;
}

/// 126900 and not 126900.0000.
Quantity shortened(Quantity value) {
    constexpr std::int64_t ten = 10;
    while (value.decimals > 0 && value.amount % ten == 0) {
        value.amount /= ten;
        --value.decimals;
    }
    return value;
}

OutputCell cell_of(const TableFigure& figure) {
    return figure.value ? OutputCell(shortened(*figure.value)) : OutputCell();
}

std::string unit_name(const ReportsDesk& desk, const TableRow& row, std::string_view language) {
    const std::string name = place_name(desk.places, row.unit);
    return row.remainder ? fmt::format(fmt::runtime(in_language(language, "{}：未分到下级",
                                                                "{}: not told by units below")),
                                       name)
                         : name;
}

std::string kind_words(const ReportsDesk& desk, const TableRow& row) {
    const Place* place = desk.places.find_code(row.unit);
    const std::string_view kind = place == nullptr ? "" : std::string_view(place->kind);
    return row.remainder          ? "差额"
           : kind == "province"   ? "省"
           : kind == "prefecture" ? "市（州）"
           : kind == "township"   ? "乡（镇、街道）"
                                  : "县（市、区）";
}

bool filled(const StatutoryField& field) {
    return !field.metric.empty();
}

std::string form_status(const ChosenForm& chosen, std::string_view language) {
    std::string text = fmt::format("{} {}", chosen.form->title, chosen.form->document);
    if (chosen.before_first) {
        text += in_language(language, "（当时的版本没有读到，用已知最早的一版）",
                            " (the edition of that time was not read: the first known one)");
    }
    return text;
}

/// What the sheet says of itself, line by line.
std::vector<std::string> notes_zh(const ReportsDesk& desk, const TableRun& run) {
    const ReportForm& form = *run.chosen.form;
    std::vector<std::string> lines;
    lines.push_back("表式：" + form_status(run.chosen, "zh"));
    lines.push_back(fmt::format("表式来源：{} [{} {}]", form.source.text,
                                flag_name(form.source.flag),
                                is_verified(form.source.flag) ? "核实" : "未核实"));
    const StatutoryField& first = form.fields.front();
    lines.push_back(fmt::format("指标名称和次序的来源：{} [{} {}]。原表式的版面、代码没有读到。",
                                first.source.text, flag_name(first.source.flag),
                                is_verified(first.source.flag) ? "核实" : "未核实"));
    lines.emplace_back(
        "数字全部取自已收报告：本级报过的用本级数，没报的为下级之和；累计转移安置"
        "取各单位报过的最大数。空白是没有报告，不是零。");
    lines.emplace_back("“未分到下级”为本级数减下级之和，列出后各级合计相符；为负数的须查明。");
    std::string blank;
    for (const StatutoryField& field : form.fields) {
        if (!filled(field)) {
            blank += (blank.empty() ? "" : "、") + field.name;
        } else if (!field.note.empty()) {
            lines.push_back(fmt::format("{}：{}", field.name, field.note));
        }
    }
    if (!blank.empty()) {
        lines.push_back("报告里没有、须另行填报的指标：" + blank);
    }
    for (const auto& [metric, value] : run.table.beside) {
        const Metric* known = desk.rules.metric(metric);
        lines.push_back(fmt::format("报了而表上没有的：{} {}",
                                    known == nullptr ? metric : known->name_zh,
                                    format_figure(value)));
    }
    for (const TableRow& row : run.table.rows) {
        const auto low = std::ranges::count_if(row.figures, &TableFigure::lower_bound);
        if (low > 0) {
            lines.push_back(fmt::format("{}：{} 个指标有下级未报，为下限",
                                        place_name(desk.places, row.unit), low));
        }
    }
    for (const std::string& line : run.table.disagreements) {
        lines.push_back("下级合计大于本级，须查明：" + line);
    }
    return lines;
}

void write_form(XlsxWriter& writer, const ReportsDesk& desk, const TableRun& run) {
    const TableRow& root = run.table.rows.front();
    constexpr double narrow = 10;
    constexpr double name_width = 38;
    constexpr double figure_width = 16;
    const std::vector<OutputColumn> header{{"序号", narrow},
                                           {"指标名称", name_width},
                                           {"计量单位", narrow},
                                           {"数量", figure_width},
                                           {"说明", name_width}};
    writer.begin_sheet("汇总");
    writer.fit_to_page(false);
    writer.set_widths(header);
    const auto line = [&](std::string name, std::string value, RowLook look = RowLook::plain) {
        writer.put_row(std::vector<OutputCell>{std::move(name), std::move(value)}, look);
    };
    line(run.chosen.form->title, "", RowLook::title);
    line("制度", run.chosen.form->document);
    line("填报单位", fmt::format("{} {}", place_name(desk.places, root.unit), root.unit));
    line("灾害", fmt::format("{} {}", desk.incident.event, desk.incident.name));
    line("灾种", hazard_zh(desk.incident.hazard));
    line("发生时间", format_instant(desk.incident.start));
    line("统计截至", format_instant(desk.at));
    writer.put_header(header);
    for (std::size_t i = 0; i < root.figures.size(); ++i) {
        const StatutoryField& field = run.chosen.form->fields[i];
        const TableFigure& figure = root.figures[i];
        std::string note;
        if (!filled(field)) {
            note = "报告里没有这项";
        } else if (!figure.value) {
            note = "未报";
        } else {
            note = figure.own ? "报告 " + figure.report : "下级之和";
            note += figure.lower_bound ? "，有下级未报，为下限" : "";
        }
        writer.put_row(std::vector<OutputCell>{Quantity{field.position, 0}, field.name, field.unit,
                                               cell_of(figure), std::move(note)});
    }
}

/// True where any unit told the field: the sheet by units has no column that is empty throughout.
bool is_told(const ReportTable& table, std::size_t field) {
    return std::ranges::any_of(
        table.rows, [&](const TableRow& row) { return row.figures[field].value.has_value(); });
}

void write_units(XlsxWriter& writer, const ReportsDesk& desk, const TableRun& run) {
    constexpr double code_width = 12;
    constexpr double name_width = 28;
    constexpr double figure_width = 14;
    std::vector<OutputColumn> header{
        {"区划代码", code_width}, {"单位", name_width}, {"级别", code_width}};
    for (std::size_t i = 0; i < run.chosen.form->fields.size(); ++i) {
        const StatutoryField& field = run.chosen.form->fields[i];
        if (is_told(run.table, i)) {
            header.push_back({fmt::format("{}（{}）", field.name, field.unit), figure_width});
        }
    }
    writer.begin_sheet("分单位");
    writer.fit_to_page(true);
    writer.set_widths(header);
    writer.put_header(header);
    for (const TableRow& row : run.table.rows) {
        constexpr std::size_t indent = 2;
        std::vector<OutputCell> cells{
            row.remainder ? std::string() : row.unit,
            std::string(static_cast<std::size_t>(row.depth) * indent, ' ') +
                unit_name(desk, row, "zh"),
            kind_words(desk, row)};
        bool negative = false;
        for (std::size_t i = 0; i < row.figures.size(); ++i) {
            if (is_told(run.table, i)) {
                cells.push_back(cell_of(row.figures[i]));
                negative = negative || (row.figures[i].value && row.figures[i].value->amount < 0);
            }
        }
        writer.put_row(cells, negative         ? RowLook::refused
                              : row.remainder  ? RowLook::held
                              : row.depth == 0 ? RowLook::title
                                               : RowLook::plain);
    }
}

ordered_json amount_json(const AidAmount& amount) {
    return {{"rate", amount.rate->id},
            {"kind", amount.rate->kind},
            {"figure", amount.figure ? number_json(*amount.figure) : ordered_json(nullptr)},
            {"low", amount.low},
            {"high", amount.high},
            {"lower_bound", amount.lower_bound},
            {"arithmetic", amount.arithmetic}};
}

std::vector<const AidRate*> kinds_of(const MoneyRun& run) {
    std::vector<const AidRate*> kinds;
    if (run.units.empty()) {
        return kinds;
    }
    for (const AidAmount& amount : run.units.front().amounts) {
        const bool known = std::ranges::any_of(
            kinds, [&](const AidRate* other) { return other->kind == amount.rate->kind; });
        if (!known) {
            kinds.push_back(amount.rate);
        }
    }
    return kinds;
}

std::string band_words(std::int64_t low, std::int64_t high) {
    return low == high ? fmt::format("{}", low) : fmt::format("{}–{}", low, high);
}

ordered_json rates_json(const ReportsDesk& desk) {
    ordered_json rates = ordered_json::array();
    for (const AidRate& rate : desk.aid_rates) {
        rates.push_back({{"rate", rate.id},
                         {"kind", rate.kind},
                         {"basis", rate.basis},
                         {"low", number_json(rate.low)},
                         {"high", number_json(rate.high)},
                         {"days", rate.days},
                         {"metric", rate.metric},
                         {"region", rate.region},
                         {"year", rate.year},
                         {"condition", rate.condition},
                         {"source", rate.source.text},
                         {"flag", flag_name(rate.source.flag)},
                         {"basis_flag", "assumption"},
                         {"basis_note", rate.basis_note}});
    }
    return rates;
}

}  // namespace

TableRun fill_report_table(const ReportsDesk& desk, const std::string& unit,
                           const std::string& form) {
    TableRun run{.chosen = choose_form(desk.forms, beijing_date(desk.incident.start), form),
                 .tree = roll_up_reports(desk, unit),
                 .table = {}};
    run.table = fill_table(*run.chosen.form, run.tree, desk.rules);
    return run;
}

std::string report_table_json(const ReportsDesk& desk, const TableRun& run) {
    const ReportForm& form = *run.chosen.form;
    ordered_json fields = ordered_json::array();
    for (const StatutoryField& field : form.fields) {
        fields.push_back(
            {{"position", field.position},
             {"name", field.name},
             {"unit", field.unit},
             {"metric", filled(field) ? ordered_json(field.metric) : ordered_json(nullptr)},
             {"source", field.source.text},
             {"flag", flag_name(field.source.flag)},
             {"note", field.note}});
    }
    ordered_json rows = ordered_json::array();
    for (const TableRow& row : run.table.rows) {
        ordered_json figures = ordered_json::array();
        for (std::size_t i = 0; i < row.figures.size(); ++i) {
            const TableFigure& figure = row.figures[i];
            if (figure.value) {
                figures.push_back({{"position", form.fields[i].position},
                                   {"value", format_figure(*figure.value)},
                                   {"own", figure.own},
                                   {"report", figure.report.empty() ? ordered_json(nullptr)
                                                                    : ordered_json(figure.report)},
                                   {"lower_bound", figure.lower_bound}});
            }
        }
        rows.push_back({{"unit", row.unit},
                        {"name", place_name(desk.places, row.unit)},
                        {"depth", row.depth},
                        {"remainder", row.remainder},
                        {"figures", std::move(figures)}});
    }
    ordered_json beside = ordered_json::array();
    for (const auto& [metric, value] : run.table.beside) {
        beside.push_back({{"metric", metric}, {"value", format_figure(value)}});
    }
    return document_text({{"schema", "relief.report_table/1"},
                          {"event", desk.incident.event},
                          {"as_of", format_instant(desk.at)},
                          {"form",
                           {{"id", form.id},
                            {"title", form.title},
                            {"document", form.document},
                            {"before_first", run.chosen.before_first},
                            {"source", form.source.text},
                            {"flag", flag_name(form.source.flag)},
                            {"note", form.note}}},
                          {"fields", std::move(fields)},
                          {"rows", std::move(rows)},
                          {"beside", std::move(beside)},
                          {"disagreements", run.table.disagreements}});
}

std::string report_table_text(const ReportsDesk& desk, const TableRun& run,
                              std::string_view language, bool explain) {
    std::string text = fmt::format(
        "{}\n{} {} {}\n{} {}\n\n", form_status(run.chosen, language),
        place_name(desk.places, run.table.rows.front().unit), desk.incident.event,
        desk.incident.name, in_language(language, "统计截至", "as of"), format_instant(desk.at));
    for (const TableRow& row : run.table.rows) {
        std::string figures;
        for (std::size_t i = 0; i < row.figures.size(); ++i) {
            const TableFigure& figure = row.figures[i];
            const StatutoryField& field = run.chosen.form->fields[i];
            if (figure.value) {
                figures += fmt::format(
                    "{}{} {}{}{}", figures.empty() ? "" : "; ", field.name,
                    format_figure(*figure.value), field.unit,
                    figure.lower_bound ? in_language(language, "（下限）", " (lower bound)") : "");
            }
        }
        constexpr std::size_t indent = 2;
        text += fmt::format("{}{}: {}\n",
                            std::string(static_cast<std::size_t>(row.depth) * indent, ' '),
                            unit_name(desk, row, language),
                            figures.empty() ? in_language(language, "未报", "nothing told")
                                            : std::string_view(figures));
    }
    if (explain || !run.table.disagreements.empty()) {
        text += "\n";
        for (const std::string& line : notes_zh(desk, run)) {
            text += line + "\n";
        }
    }
    return text;
}

void write_report_table(const ReportsDesk& desk, const TableRun& run,
                        const std::filesystem::path& file) {
    XlsxWriter writer(file, desk.at);
    write_form(writer, desk, run);
    write_units(writer, desk, run);
    writer.begin_sheet("说明");
    writer.fit_to_page(false);
    constexpr double wide = 120;
    const std::vector<OutputColumn> column{{"说明", wide}};
    writer.set_widths(column);
    writer.put_header(column);
    for (std::string& line : notes_zh(desk, run)) {
        writer.put_row(std::vector<OutputCell>{std::move(line)});
    }
    writer.close();
}

MoneyRun reckon_money(const ReportsDesk& desk, const std::string& unit,
                      const std::set<std::string>& only) {
    return {.units = aid_of_units(roll_up_reports(desk, unit), desk.places, desk.aid_rates,
                                  desk.incident.hazard, only)};
}

std::string money_json(const ReportsDesk& desk, const MoneyRun& run) {
    ordered_json units = ordered_json::array();
    for (const AidOfUnit& unit : run.units) {
        ordered_json kinds = ordered_json::array();
        for (const AidRate* kind : kinds_of(run)) {
            const auto band = band_of_kind(unit, kind->kind);
            kinds.push_back({{"kind", kind->kind},
                             {"name", kind->name_zh},
                             {"low", band ? ordered_json(band->low) : ordered_json(nullptr)},
                             {"high", band ? ordered_json(band->high) : ordered_json(nullptr)}});
        }
        ordered_json amounts = ordered_json::array();
        for (const AidAmount& amount : unit.amounts) {
            amounts.push_back(amount_json(amount));
        }
        units.push_back({{"unit", unit.unit},
                         {"name", place_name(desk.places, unit.unit)},
                         {"depth", unit.depth},
                         {"low", unit.low},
                         {"high", unit.high},
                         {"lower_bound", unit.lower_bound},
                         {"untold", unit.untold},
                         {"kinds", std::move(kinds)},
                         {"amounts", std::move(amounts)}});
    }
    return document_text({{"schema", "relief.aid_money/1"},
                          {"event", desk.incident.event},
                          {"as_of", format_instant(desk.at)},
                          {"currency", "CNY"},
                          {"verified", false},
                          {"units", std::move(units)},
                          {"rates", rates_json(desk)}});
}

std::string money_text(const ReportsDesk& desk, const MoneyRun& run, std::string_view language,
                       bool explain) {
    const bool zh = language == "zh";
    std::vector<std::string> header{zh ? "单位（元）" : "unit (yuan)", zh ? "合计" : "total"};
    std::vector<bool> right{false, true};
    const std::vector<const AidRate*> kinds = kinds_of(run);
    for (const AidRate* kind : kinds) {
        header.push_back(zh ? kind->name_zh : kind->kind);
        right.push_back(true);
    }
    TextTable table(header, right);
    for (const AidOfUnit& unit : run.units) {
        constexpr std::size_t indent = 2;
        std::vector<std::string> row{
            std::string(static_cast<std::size_t>(unit.depth) * indent, ' ') +
                place_name(desk.places, unit.unit),
            band_words(unit.low, unit.high) + (unit.lower_bound ? " ≥" : "")};
        for (const AidRate* kind : kinds) {
            const auto band = band_of_kind(unit, kind->kind);
            row.push_back(band ? band_words(band->low, band->high) : "—");
        }
        table.add(std::move(row));
    }
    std::string text =
        fmt::format("{} {}\n{} {}\n\n{}\n", desk.incident.event, desk.incident.name,
                    in_language(language, "截至", "as of"), format_instant(desk.at), table.text());
    text += in_language(
        language,
        "没有找到吉林的标准：以上按外省标准估算，未核实，不得作为拨款依据。一类有几个地方的标准时取"
        "其高低两端，不相加。\n“—”是没有报这项数字，不在合计里；≥ 是有下级未报。\n",
        "No Jilin rates were found: these are other provinces', unverified, no ground for paying "
        "anything. Where a kind has several places' rates the band spans them; they are not "
        "added.\n"
        "A dash is a figure nobody told, not in the total; ≥ where a unit below told nothing.\n");
    if (!explain) {
        return text;
    }
    text += "\n";
    for (const AidOfUnit& unit : run.units) {
        for (const AidAmount& amount : unit.amounts) {
            text +=
                fmt::format("{} {} {}: {}\n", place_name(desk.places, unit.unit), amount.rate->id,
                            zh ? amount.rate->name_zh : amount.rate->kind, amount.arithmetic);
        }
    }
    for (const AidRate& rate : desk.aid_rates) {
        text += fmt::format("  {} [{} {}] {} {} {}; {}\n", rate.id, flag_name(rate.source.flag),
                            is_verified(rate.source.flag) ? "核实" : "未核实", rate.region,
                            rate.year, rate.source.text, rate.basis_note);
    }
    return text;
}

}  // namespace relief
