// SPDX-License-Identifier: Apache-2.0
#include "core/incident/report_table.h"

#include "core/error.h"
#include "core/incident/figure_words.h"
#include "core/table/csv.h"

#include <algorithm>
#include <set>
#include <utility>

#include <fmt/format.h>

namespace relief {
namespace {

const RolledFigure* figure_of_unit(const RolledUnit& unit, std::string_view metric) {
    const auto found = std::ranges::find(unit.figures, metric, &RolledFigure::metric);
    return found == unit.figures.end() ? nullptr : &*found;
}

class TableFiller {
  public:
    explicit TableFiller(const ReportForm& form) { table_.form = &form; }

    void add(const RolledUnit& unit, int depth);
    [[nodiscard]] ReportTable take() { return std::move(table_); }

  private:
    void add_remainder(const RolledUnit& unit, int depth);

    ReportTable table_;
};

void TableFiller::add(const RolledUnit& unit, int depth) {
    TableRow row{.unit = unit.unit, .depth = depth};
    for (const StatutoryField& field : table_.form->fields) {
        TableFigure figure;
        if (const RolledFigure* rolled = figure_of_unit(unit, field.metric)) {
            figure = {.value = rolled->value,
                      .own = rolled->own.has_value(),
                      .report = rolled->own_report,
                      .lower_bound = rolled->lower_bound};
        }
        row.figures.push_back(std::move(figure));
    }
    table_.rows.push_back(std::move(row));
    for (const RolledUnit& below : unit.below) {
        add(below, depth + 1);
    }
    if (!unit.below.empty()) {
        add_remainder(unit, depth + 1);
    }
}

void TableFiller::add_remainder(const RolledUnit& unit, int depth) {
    TableRow row{.unit = unit.unit, .depth = depth, .remainder = true};
    bool any = false;
    for (const StatutoryField& field : table_.form->fields) {
        TableFigure figure;
        const RolledFigure* rolled = figure_of_unit(unit, field.metric);
        if (rolled != nullptr && rolled->own) {
            const std::int64_t below = rolled->below ? rolled->below->amount : 0;
            const std::int64_t left = rolled->own->amount - below;
            if (left != 0) {
                figure.value = Quantity{left, figure_decimals};
                any = true;
            }
            if (left < 0) {
                table_.disagreements.push_back(fmt::format("{} {}: {} < {}", unit.unit, field.name,
                                                           format_figure(*rolled->own),
                                                           rolled->arithmetic));
            }
        }
        row.figures.push_back(std::move(figure));
    }
    if (any) {
        table_.rows.push_back(std::move(row));
    }
}

void read_fields(const DataSource& source, const Rules& rules, std::vector<ReportForm>& forms) {
    const std::string_view name = "rules/report_table_fields.csv";
    const CsvTable table(
        source.read(name), source.shown_name(name),
        {"form_id", "position", "name", "unit", "metric", "source", "flag", "note"});
    table.check_key({"form_id", "position"});
    for (std::size_t i = 0; i < table.size(); ++i) {
        const CsvRow row = table.row(i);
        const auto form = std::ranges::find(forms, row.required("form_id"), &ReportForm::id);
        if (form == forms.end()) {
            throw row.error("csv.reference", "form_id", "there is no such form",
                            "a form_id of rules/report_forms.csv");
        }
        constexpr std::int64_t positions_max = 1000;
        StatutoryField field{
            .position = static_cast<int>(row.integer("position", 1, positions_max)),
            .name = row.required("name"),
            .unit = row.required("unit"),
            .metric = row.text("metric"),
            .source = source_of(row),
            .note = row.text("note")};
        if (field.position != static_cast<int>(form->fields.size()) + 1) {
            throw row.error("csv.value", "position", "a position of the form is left out",
                            fmt::format("{}", form->fields.size() + 1));
        }
        if (!field.metric.empty() && rules.metric(field.metric) == nullptr) {
            throw row.error("csv.reference", "metric", "there is no such metric",
                            "a metric of rules/metrics.csv, or nothing");
        }
        form->fields.push_back(std::move(field));
    }
}

}  // namespace

std::vector<ReportForm> load_report_forms(const DataSource& source, const Rules& rules) {
    const std::string_view name = "rules/report_forms.csv";
    const CsvTable table(source.read(name), source.shown_name(name),
                         {"form_id", "title", "doc_no", "valid_from", "valid_to_excl", "by_date",
                          "source", "flag", "note"});
    table.check_key("form_id");
    std::vector<ReportForm> forms;
    for (std::size_t i = 0; i < table.size(); ++i) {
        const CsvRow row = table.row(i);
        forms.push_back({.id = row.required("form_id"),
                         .title = row.required("title"),
                         .document = row.required("doc_no"),
                         .valid_from = row.date("valid_from"),
                         .valid_to = row.optional_date("valid_to_excl"),
                         .by_date = row.boolean("by_date"),
                         .source = source_of(row),
                         .note = row.text("note")});
    }
    read_fields(source, rules, forms);
    for (std::size_t i = 0; i < table.size(); ++i) {
        if (forms[i].fields.empty()) {
            throw table.row(i).error("csv.reference", "form_id", "the form has no row",
                                     "rows of rules/report_table_fields.csv");
        }
    }
    return forms;
}

ChosenForm choose_form(const std::vector<ReportForm>& forms, Date event_began,
                       std::string_view id) {
    ChosenForm chosen;
    const ReportForm* first = nullptr;
    std::string known;
    for (const ReportForm& form : forms) {
        known += (known.empty() ? "" : ", ") + form.id;
        const bool holds =
            form.valid_from <= event_began && (!form.valid_to || event_began < *form.valid_to);
        if (id.empty() ? form.by_date && holds : form.id == id) {
            chosen.form = &form;
        }
        if (form.by_date && (first == nullptr || form.valid_from < first->valid_from)) {
            first = &form;
        }
    }
    if (chosen.form == nullptr && id.empty() && first != nullptr &&
        event_began < first->valid_from) {
        return {.form = first, .before_first = true};
    }
    if (chosen.form == nullptr) {
        throw bad_input({.code = "form.unknown",
                         .message = "there is no such form",
                         .field = "--form",
                         .found = id.empty() ? format_date(event_began) : std::string(id),
                         .expected = known});
    }
    return chosen;
}

ReportTable fill_table(const ReportForm& form, const RolledUnit& tree, const Rules& rules) {
    TableFiller filler(form);
    filler.add(tree, 0);
    ReportTable table = filler.take();
    for (const RolledFigure& figure : tree.figures) {
        const bool has_row = std::ranges::find(form.fields, figure.metric,
                                               &StatutoryField::metric) != form.fields.end();
        // A sum of figures that have rows of their own is told only where it was reported itself.
        const Metric* metric = rules.metric(figure.metric);
        const bool derived = metric != nullptr && metric->aggregate == "ratio";
        if (!has_row && figure.value && !derived) {
            table.beside.emplace_back(figure.metric, *figure.value);
        }
    }
    return table;
}

}  // namespace relief
