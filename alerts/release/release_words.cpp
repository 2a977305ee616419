// SPDX-License-Identifier: Apache-2.0
#include "alerts/release/release.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace relief {
namespace {

constexpr std::array<std::string_view, 11> state_words{
    "draft",     "consult", "countersign", "approve",   "released", "updated",
    "cancelled", "expired", "rejected",    "withdrawn", "lapsed"};
constexpr std::array<std::string_view, 3> decision_words{"agree", "agree_with_remark", "refuse"};
constexpr std::array<std::string_view, 16> step_words{
    "draft", "edit",  "consult", "remark", "countersign", "sign",     "silence", "tell",
    "ask",   "go_on", "approve", "reject", "release",     "withdraw", "lapse",   "supersede"};

template <class Value, class Words>
std::optional<Value> value_of(const Words& words, std::string_view word) {
    const auto found = std::ranges::find(words, word);
    return found == words.end() ? std::nullopt
                                : std::optional(static_cast<Value>(found - words.begin()));
}

std::string joined(const std::vector<std::string>& departments, const WarningRules& rules, Date on,
                   std::string_view language) {
    std::string text;
    for (const std::string& department : departments) {
        text += text.empty() ? "" : language == "zh" ? "、" : ", ";
        text += rules.department(department, on, language);
    }
    return text;
}

}  // namespace

std::string_view to_word(ReleaseState state) {
    return state_words.at(static_cast<std::size_t>(state));
}
std::string_view to_word(Decision decision) {
    return decision_words.at(static_cast<std::size_t>(decision));
}
std::optional<Decision> decision_of(std::string_view word) {
    return value_of<Decision>(decision_words, word);
}
std::string_view to_word(StepKind kind) {
    return step_words.at(static_cast<std::size_t>(kind));
}
std::optional<StepKind> step_kind_of(std::string_view word) {
    return value_of<StepKind>(step_words, word);
}

std::string face_marks(const ReleaseCase& of, const WarningRules& rules,
                       std::string_view language) {
    const bool zh = language == "zh";
    std::string marks;
    if (of.terms.green_channel) {
        marks += zh ? "经绿色通道签发。" : "Issued through the green channel. ";
    }
    if (!of.without.empty() && of.deadline) {
        const std::string names = joined(of.without, rules, beijing_date(of.draft.onset), language);
        marks += zh ? fmt::format("{}至 {} 未答复，由牵头部门会同应急管理部门先行发布。", names,
                                  format_short(*of.deadline))
                    : fmt::format(
                          "{} had not answered by {}; issued by the lead with the "
                          "emergency office. ",
                          names, format_short(*of.deadline));
    }
    while (marks.ends_with(' ')) {
        marks.pop_back();
    }
    return marks;
}

}  // namespace relief
