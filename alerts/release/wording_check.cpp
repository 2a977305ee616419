// SPDX-License-Identifier: Apache-2.0
#include "alerts/release/wording.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>
#include <regex>
#include <utility>

#include <fmt/format.h>

namespace relief {
namespace {

constexpr std::array<Colour, 4> all_colours{Colour::red, Colour::orange, Colour::yellow,
                                            Colour::blue};
constexpr std::string_view month_words =
    "January|February|March|April|May|June|July|August|September|October|November|December";

bool is_chinese(const WarningText& text) {
    return text.language.starts_with("zh");
}

std::string lower(std::string text) {
    std::ranges::transform(text, text.begin(), [](unsigned char sign) {
        return static_cast<char>(std::tolower(sign));
    });
    return text;
}

/// An English word by itself, whatever its case.
bool has_word(const std::string& text, std::string_view word) {
    return std::regex_search(lower(text), std::regex(fmt::format("\\b{}\\b", word)));
}

std::set<Colour> colours_in(const std::string& text, bool chinese) {
    std::set<Colour> found;
    for (const Colour colour : all_colours) {
        const bool there =
            chinese ? text.find(fmt::format("{}色", cap::chinese(colour))) != std::string::npos
                    : has_word(text, to_word(colour));
        if (there) {
            found.insert(colour);
        }
    }
    return found;
}

std::string named(const std::set<Colour>& colours) {
    std::string text;
    for (const Colour colour : colours) {
        text += fmt::format("{}{}", text.empty() ? "" : ", ", to_word(colour));
    }
    return text.empty() ? "none" : text;
}

int roman(const std::string& numeral) {
    static const std::array<std::pair<std::string_view, int>, 12> numerals{{{"I", 1},
                                                                            {"II", 2},
                                                                            {"III", 3},
                                                                            {"IV", 4},
                                                                            {"Ⅰ", 1},
                                                                            {"Ⅱ", 2},
                                                                            {"Ⅲ", 3},
                                                                            {"Ⅳ", 4},
                                                                            {"一", 1},
                                                                            {"二", 2},
                                                                            {"三", 3},
                                                                            {"四", 4}}};
    for (const auto& [word, level] : numerals) {
        if (word == numeral) {
            return level;
        }
    }
    return 0;
}

std::set<int> levels_in(const std::string& text, bool chinese) {
    // Roman numerals alone: 6级 is the force of a wind.
    static const std::regex in_chinese("(IV|I{1,3}|Ⅰ|Ⅱ|Ⅲ|Ⅳ)级");
    static const std::regex in_english("\\b[Ll]evel (IV|I{1,3})\\b");
    std::set<int> levels;
    const std::regex& form = chinese ? in_chinese : in_english;
    for (auto match = std::sregex_iterator(text.begin(), text.end(), form);
         match != std::sregex_iterator(); ++match) {
        levels.insert(roman((*match)[1].str()));
    }
    return levels;
}

int month_number(const std::string& name) {
    int number = 1;
    for (std::size_t at = 0; at < month_words.size(); ++number) {
        const std::size_t end = std::min(month_words.find('|', at), month_words.size());
        if (month_words.substr(at, end - at) == name) {
            return number;
        }
        at = end + 1;
    }
    return 0;
}

struct TimeForm {
    std::regex form;
    std::array<int, 5> groups;  ///< year, month, day, hour, minute
};

const std::vector<TimeForm>& time_forms() {
    static const std::vector<TimeForm> forms{
        {std::regex("(\\d{4})年(\\d{1,2})月(\\d{1,2})日(\\d{1,2})时(?:(\\d{1,2})分)?"),
         {1, 2, 3, 4, 5}},
        {std::regex("(\\d{4})-(\\d{2})-(\\d{2})[ T](\\d{2}):(\\d{2})"), {1, 2, 3, 4, 5}},
        {std::regex(
             fmt::format("(\\d{{2}}):(\\d{{2}}) on (\\d{{1,2}}) ({}) (\\d{{4}})", month_words)),
         {5, 4, 3, 1, 2}}};
    return forms;
}

std::optional<Instant> read_time(const std::smatch& match, const TimeForm& form) {
    const auto part = [&](std::size_t index) {
        const std::string text = match[static_cast<std::size_t>(form.groups.at(index))].str();
        return text.empty()                                        ? 0
               : std::isdigit(static_cast<unsigned char>(text[0])) ? std::stoi(text)
                                                                   : month_number(text);
    };
    return parse_instant(
        fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}", part(0), part(1), part(2), part(3), part(4)));
}

/// A text without its times.
std::string without_times(std::string text) {
    for (const TimeForm& form : time_forms()) {
        text = std::regex_replace(text, form.form, " ");
    }
    return text;
}

std::set<std::string> numbers_in(const std::string& text) {
    static const std::regex number("\\d+(?:\\.\\d+)?");
    const std::string rest = without_times(text);
    std::set<std::string> found;
    for (auto match = std::sregex_iterator(rest.begin(), rest.end(), number);
         match != std::sregex_iterator(); ++match) {
        found.insert(match->str());
    }
    return found;
}

std::string named(const std::set<Instant>& times) {
    std::string text;
    for (const Instant at : times) {
        text += (text.empty() ? "" : ", ") + format_instant(at);
    }
    return text.empty() ? "none" : text;
}

class Findings {
  public:
    void add(std::string code, const WarningText& text, std::string found, std::string expected,
             bool fatal = true) {
        all_.push_back({.code = std::move(code),
                        .language = text.language,
                        .found = std::move(found),
                        .expected = std::move(expected),
                        .fatal = fatal});
    }
    [[nodiscard]] std::vector<WordingFinding> take() { return std::move(all_); }

  private:
    std::vector<WordingFinding> all_;
};

void check_colour(const WarningDraft& draft, const WarningText& text, Findings& findings) {
    const bool chinese = is_chinese(text);
    const std::set<Colour> in_headline = colours_in(text.headline, chinese);
    if (in_headline != std::set{draft.colour}) {
        findings.add("TEXT_COLOUR", text, named(in_headline), std::string(to_word(draft.colour)));
    }
    // A change of level names the colour before it too, and a criterion its own.
    const std::set<Colour> told = colours_in(text.description, chinese);
    if (!told.empty() && !told.contains(draft.colour)) {
        findings.add("TEXT_COLOUR", text, named(told), std::string(to_word(draft.colour)));
    }
    for (const std::string* part : {&text.headline, &text.description}) {
        for (const int level : levels_in(*part, chinese)) {
            if (level != level_of(draft.colour)) {
                findings.add("TEXT_LEVEL", text, std::to_string(level),
                             std::to_string(level_of(draft.colour)));
            }
        }
    }
}

void check_headline(const WarningRules& rules, const WarningDraft& draft, const WarningText& text,
                    Findings& findings) {
    const bool chinese = is_chinese(text);
    const std::string event = rules.said("hazard", draft.hazard, chinese ? "zh" : "en");
    if (lower(text.headline).find(lower(event)) == std::string::npos) {
        findings.add("TEXT_EVENT", text, text.headline, event);
    }
    const bool lifts = draft.follow == FollowUp::cancel;
    const bool says_lifts =
        chinese ? text.headline.find("解除") != std::string::npos
                : has_word(text.headline, "lifts") || has_word(text.headline, "lifted");
    if (lifts != says_lifts) {
        findings.add(
            "TEXT_VERB", text, text.headline,
            std::string(chinese ? (lifts ? "解除" : "发布") : (lifts ? "lifts" : "issues")));
    }
    if (!text.headline.starts_with(text.sender)) {
        findings.add("TEXT_EVENT", text, text.headline, text.sender);
    }
}

void check_times(const WarningDraft& draft, const WarningText& text, Findings& findings) {
    const std::set<Instant> told = times_in(text.description);
    std::set<Instant> wanted{draft.onset};
    if (draft.follow != FollowUp::cancel) {
        wanted.insert(draft.expires);
    }
    if (!std::ranges::includes(told, wanted)) {
        findings.add("TEXT_TIME", text, named(told), named(wanted));
    }
}

void check_against(const WarningText& first, const WarningText& text, Findings& findings) {
    const std::set<Instant> times = times_in(text.headline + "\n" + text.description);
    const std::set<Instant> others = times_in(first.headline + "\n" + first.description);
    if (times != others) {
        findings.add("TEXT_TIME", text, named(times), named(others));
    }
    const auto all = [](const WarningText& of) {
        return of.headline + "\n" + of.description + "\n" + of.instruction;
    };
    const std::set<std::string> numbers = numbers_in(all(text));
    const std::set<std::string> wanted = numbers_in(all(first));
    if (numbers != wanted) {
        findings.add("TEXT_NUMBER", text, fmt::format("{}", fmt::join(numbers, ", ")),
                     fmt::format("{}", fmt::join(wanted, ", ")), false);
    }
}

}  // namespace

std::set<Instant> times_in(std::string_view words) {
    const std::string text(words);
    std::set<Instant> times;
    for (const TimeForm& form : time_forms()) {
        for (auto match = std::sregex_iterator(text.begin(), text.end(), form.form);
             match != std::sregex_iterator(); ++match) {
            if (const auto at = read_time(*match, form)) {
                times.insert(*at);
            }
        }
    }
    return times;
}

std::vector<WordingFinding> check_wording(const WarningRules& rules, const WarningDraft& draft) {
    Findings findings;
    for (const WarningText& text : draft.texts) {
        check_colour(draft, text, findings);
        check_headline(rules, draft, text, findings);
        check_times(draft, text, findings);
        if (&text != &draft.texts.front()) {
            check_against(draft.texts.front(), text, findings);
        }
    }
    for (const std::string_view language : {"zh", "en"}) {
        const bool there = std::ranges::any_of(draft.texts, [&](const WarningText& text) {
            return text.language.starts_with(language);
        });
        if (!there && !draft.texts.empty()) {
            findings.add("TEXT_LANGUAGE", {.language = std::string(language)}, "none",
                         std::string(language), false);
        }
    }
    return findings.take();
}

}  // namespace relief
