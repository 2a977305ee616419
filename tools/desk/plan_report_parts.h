// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tools/desk/desk.h"
#include "tools/desk/plan.h"
#include "tools/desk/plan_figures.h"
#include "tools/desk/plan_roads.h"

#include <string>
#include <string_view>
#include <vector>

namespace relief {

/// What every part of the report reads.
struct ReportContext {
    const Desk& desk;
    const PlanRun& run;
    PlanRoads& roads;
    PlanFigures figures;

    [[nodiscard]] std::string place(std::string_view code) const;
    [[nodiscard]] std::string item(std::string_view id) const;
    [[nodiscard]] std::string time(Instant at) const;
    [[nodiscard]] bool in_force(const Closure& closure) const;
};

/// Text made safe between tags and inside quoted attributes.
[[nodiscard]] std::string escaped(std::string_view text);

/// percent() and tonnes() between tags: "<0.01%" holds a sign of HTML.
[[nodiscard]] std::string percent_html(double share);
[[nodiscard]] std::string tonnes_html(double kg);

/// "核实" or "未核实" as a mark with its own shape.
[[nodiscard]] std::string verified_mark(bool verified);

/// A table of the page. Cells are HTML: text goes through escaped() first.
class HtmlTable {
  public:
    /// A heading that begins with '>' is a column of numbers, set flush right.
    explicit HtmlTable(const std::vector<std::string>& headings, std::string_view css_class = "");

    void row(const std::vector<std::string>& cells, std::string_view css_class = "");
    /// A row across the whole width that names what follows.
    void group(const std::string& html, std::string_view css_class = "");
    [[nodiscard]] bool empty() const noexcept { return rows_.empty(); }
    [[nodiscard]] std::string html() const;

  private:
    std::string head_;
    std::string rows_;
    std::vector<bool> numbers_;
};

// The parts of the page in their order, each an HTML section (or "" where it has nothing to say).
[[nodiscard]] std::string report_summary(const ReportContext& report);
[[nodiscard]] std::string report_known(const ReportContext& report);
[[nodiscard]] std::string report_levels(const ReportContext& report);
[[nodiscard]] std::string report_map(const ReportContext& report);
[[nodiscard]] std::string report_needs(const ReportContext& report);
[[nodiscard]] std::string report_shipments(const ReportContext& report);
/// What changes against the plan it was made from; "" where it was made from none.
[[nodiscard]] std::string report_changes(const ReportContext& report);
/// What more would buy; "" where that was not asked.
[[nodiscard]] std::string report_what_if(const ReportContext& report);
[[nodiscard]] std::string report_unmet(const ReportContext& report);
[[nodiscard]] std::string report_quality(const ReportContext& report);
[[nodiscard]] std::string report_closures(const ReportContext& report);
[[nodiscard]] std::string report_why(const ReportContext& report);
[[nodiscard]] std::string report_other_levels(const ReportContext& report);
[[nodiscard]] std::string report_actual(const ReportContext& report);
[[nodiscard]] std::string report_notes(const ReportContext& report);
[[nodiscard]] std::string report_seconds(const ReportContext& report);

/// The style sheet of the page, for screen and paper.
[[nodiscard]] std::string_view report_style();

}  // namespace relief
