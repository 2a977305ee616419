// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tools/commands/session.h"

#include <array>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace relief {

/// One option or positional argument of a command, as its help tells it.
struct OptionSpec {
    enum class Form {
        value,       ///< --name VALUE, once
        flag,        ///< --name
        list,        ///< --name VALUE, any number of times
        positional,  ///< NAME
        rest         ///< NAME..., any number of words
    };

    std::string_view name;  ///< "--to", or "ITEM" for a positional
    std::string_view type;  ///< "PLACE", "N"; "" for a flag
    std::string_view zh;
    std::string_view en;
    Form form = Form::value;
    bool required = false;
};

// What every changing command takes (values.h read_asked), and the moment a question is about.
inline constexpr OptionSpec at_option{"--at", "TIME", "发生的时间（默认现在）",
                                      "when it happened (now by default)"};
inline constexpr OptionSpec key_option{"--key", "KEY", "幂等键：同一键只办一次",
                                       "idempotency key: sent twice it is done once"};
inline constexpr OptionSpec asked_at_option{"--at", "TIME", "看哪一刻（默认现在）",
                                            "the moment asked about (now by default)"};

// What the commands about a scenario take.
inline constexpr OptionSpec published_at_option{
    "--at", "TIME", "只用此刻已发布的报告，ISO 8601，不写时区为北京时间",
    "only what was published by then; ISO 8601, Beijing time where no offset is given"};
inline constexpr OptionSpec scenario_option{.name = "--scenario",
                                            .type = "D",
                                            .zh = "情景目录，或 data/scenarios 下的编号",
                                            .en = "scenario folder, or an id under data/scenarios",
                                            .required = true};

/// Figures by hand, over what a report says (values.h read_hand).
inline constexpr std::array<OptionSpec, 7> hand_options{{
    {"--place", "PLACE", "地点：名称、曾用名、拼音或代码",
     "place: name, former name, pinyin or code"},
    {"--relocated", "N", "转移安置人数（人工填报，优先于报告）",
     "people relocated, by hand, over what a report says"},
    {"--collective", "N", "其中集中安置人数", "of these in collective shelter"},
    {"--days", "N", "保障天数", "days to provide for"},
    {"--temp", "C", "日平均气温（摄氏度）", "daily mean temperature, Celsius"},
    {"--hazard", "H", "灾种，如 flood、earthquake、snow_ice",
     "hazard, such as flood, earthquake, snow_ice"},
    {"--month", "M", "月份 1-12", "month 1-12"},
}};

/// What was typed for a command, by option name.
class Given {
  public:
    explicit Given(std::map<std::string, std::vector<std::string>, std::less<>> values)
        : values_(std::move(values)) {}

    [[nodiscard]] std::optional<std::string> text(std::string_view option) const;
    /// A required option or positional.
    [[nodiscard]] std::string required(std::string_view option) const;
    [[nodiscard]] bool flag(std::string_view option) const;
    [[nodiscard]] std::vector<std::string> list(std::string_view option) const;
    /// The same with one option set to a value.
    [[nodiscard]] Given with(std::string_view option, std::string value) const;

  private:
    std::map<std::string, std::vector<std::string>, std::less<>> values_;
};

/// A command of the program: its words, its options, what it does. `run` prints its answer and
/// gives back the exit status; what ends it early is an Error or a UsageError.
struct CommandSpec {
    std::string_view path;  ///< "order sign"; the words before the last are groups
    std::string_view zh;
    std::string_view en;
    std::string_view example;
    std::vector<OptionSpec> options;
    int (*run)(const Session&, const Given&) = nullptr;
};

/// The words of a group of commands: "order", 调拨令.
struct GroupSpec {
    std::string_view path;
    std::string_view zh;
    std::string_view en;
};

[[nodiscard]] const std::vector<GroupSpec>& command_groups();

/// Every command described this way, in the order help shows them.
[[nodiscard]] const std::vector<CommandSpec>& command_specs();

// Each family of commands describes itself in a file of its own.
[[nodiscard]] std::vector<CommandSpec> books_commands();
[[nodiscard]] std::vector<CommandSpec> reference_commands();
[[nodiscard]] std::vector<CommandSpec> assessment_commands();
[[nodiscard]] std::vector<CommandSpec> level_commands();
[[nodiscard]] std::vector<CommandSpec> plan_commands();
[[nodiscard]] std::vector<CommandSpec> replan_commands();
[[nodiscard]] std::vector<CommandSpec> explain_commands();
[[nodiscard]] std::vector<CommandSpec> compare_commands();
[[nodiscard]] std::vector<CommandSpec> road_commands();
[[nodiscard]] std::vector<CommandSpec> document_commands();
[[nodiscard]] std::vector<CommandSpec> stock_commands();
[[nodiscard]] std::vector<CommandSpec> inspect_commands();
[[nodiscard]] std::vector<CommandSpec> consignment_commands();
[[nodiscard]] std::vector<CommandSpec> agreement_commands();
[[nodiscard]] std::vector<CommandSpec> order_commands();
[[nodiscard]] std::vector<CommandSpec> order_reading_commands();
[[nodiscard]] std::vector<CommandSpec> office_commands();
[[nodiscard]] std::vector<CommandSpec> account_commands();
[[nodiscard]] std::vector<CommandSpec> audit_commands();
[[nodiscard]] std::vector<CommandSpec> paper_commands();
[[nodiscard]] std::vector<CommandSpec> count_commands();
[[nodiscard]] std::vector<CommandSpec> import_commands();
[[nodiscard]] std::vector<CommandSpec> duty_commands();
[[nodiscard]] std::vector<CommandSpec> closure_commands();
[[nodiscard]] std::vector<CommandSpec> report_commands();
[[nodiscard]] std::vector<CommandSpec> incident_commands();
[[nodiscard]] std::vector<CommandSpec> field_report_commands();
[[nodiscard]] std::vector<CommandSpec> expert_commands();
[[nodiscard]] std::vector<CommandSpec> print_commands();
[[nodiscard]] std::vector<CommandSpec> network_commands();
[[nodiscard]] std::vector<CommandSpec> alert_commands();
[[nodiscard]] std::vector<CommandSpec> alert_release_commands();
[[nodiscard]] std::vector<CommandSpec> alert_preposition_commands();
[[nodiscard]] std::vector<CommandSpec> alert_receive_commands();
[[nodiscard]] std::vector<CommandSpec> serve_commands();

}  // namespace relief
