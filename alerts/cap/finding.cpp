// SPDX-License-Identifier: Apache-2.0
#include "alerts/cap/finding.h"

#include "alerts/cap/finding_table.h"
#include "core/error.h"

#include <algorithm>
#include <cstddef>

namespace relief::cap {
namespace {

constexpr std::size_t found_bytes_max = 80;

/// At most found_bytes_max bytes, no character cut in two, no line breaks.
std::string shortened(std::string_view text) {
    std::size_t length = std::min(text.size(), found_bytes_max);
    while (length < text.size() && length > 0 &&
           (static_cast<unsigned char>(text[length]) & 0xC0U) == 0x80U) {
        --length;
    }
    std::string cut(text.substr(0, length));
    std::replace_if(
        cut.begin(), cut.end(), [](unsigned char c) { return c < 0x20; }, ' ');
    return length < text.size() ? cut + "…" : cut;
}

const FindingKind* find_kind(std::string_view code) {
    const auto kinds = finding_kinds();
    const auto found = std::find_if(kinds.begin(), kinds.end(),
                                    [code](const FindingKind& kind) { return kind.code == code; });
    return found == kinds.end() ? nullptr : &*found;
}

}  // namespace

std::string_view word(Verdict verdict) {
    switch (verdict) {
        case Verdict::accept: return "accept";
        case Verdict::accept_with_warnings: return "accept with warnings";
        case Verdict::reject: return "reject";
    }
    return "";
}

std::string_view chinese(Verdict verdict) {
    switch (verdict) {
        case Verdict::accept: return "收下";
        case Verdict::accept_with_warnings: return "收下并提示";
        case Verdict::reject: return "拒收";
    }
    return "";
}

std::span<const FindingKind> finding_kinds() {
    return finding_table;
}

void Findings::add(std::string_view code, std::string place, int line, std::string_view found,
                   int count) {
    const FindingKind* kind = find_kind(code);
    if (kind == nullptr) {
        throw fault({.code = "alert.rule",
                     .message = "a rule has no words",
                     .field = "code",
                     .found = std::string(code),
                     .expected = "a code of the table of findings"});
    }
    for (Finding& known : list_) {
        if (known.kind == kind) {
            known.count += count;
            return;
        }
    }
    list_.push_back({.kind = kind,
                     .place = std::move(place),
                     .line = line,
                     .found = shortened(found),
                     .count = count});
}

bool Findings::again(std::string_view code) {
    const auto known = std::find_if(list_.begin(), list_.end(), [code](const Finding& finding) {
        return finding.code() == code;
    });
    if (known == list_.end()) {
        return false;
    }
    ++known->count;
    return true;
}

bool Findings::has(std::string_view code) const {
    return std::any_of(list_.begin(), list_.end(),
                       [code](const Finding& finding) { return finding.code() == code; });
}

bool Findings::rejects() const {
    return std::any_of(list_.begin(), list_.end(),
                       [](const Finding& finding) { return finding.kind->rejects; });
}

Verdict Findings::verdict() const {
    if (rejects()) {
        return Verdict::reject;
    }
    return list_.empty() ? Verdict::accept : Verdict::accept_with_warnings;
}

std::vector<Finding> Findings::ordered() const {
    std::vector<Finding> list = list_;
    // Kinds stand in one table, so their addresses are their order.
    std::sort(list.begin(), list.end(),
              [](const Finding& one, const Finding& other) { return one.kind < other.kind; });
    return list;
}

}  // namespace relief::cap
