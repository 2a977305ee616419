// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace relief::cap {

/// What becomes of a message. Rejected ones go to quarantine and are answered, never dropped.
enum class Verdict { accept, accept_with_warnings, reject };

/// "accept", "accept with warnings", "reject".
[[nodiscard]] std::string_view word(Verdict verdict);
/// "收下", "收下并提示", "拒收".
[[nodiscard]] std::string_view chinese(Verdict verdict);

/// One rule: what its breach is called, what it costs, what it means and how to mend it.
struct FindingKind {
    std::string_view code;
    bool rejects = false;
    std::string_view rule;  ///< the section of CAP 1.2, or whose rule it is
    std::string_view zh;
    std::string_view en;
    std::string_view mend_zh;
    std::string_view mend_en;
};

/// Every rule, the weightiest first: what rejects before what warns, signatures before the rest,
/// then in the order of the message.
[[nodiscard]] std::span<const FindingKind> finding_kinds();

struct Finding {
    const FindingKind* kind = nullptr;
    std::string place;  ///< "alert/info[2]/area[1]/polygon"
    int line = 0;       ///< of the first place, 0 for none
    std::string found;  ///< what stood there, cut short
    int count = 1;      ///< in how many places

    [[nodiscard]] std::string_view code() const { return kind->code; }
};

/// What was found in a message, each rule once with its first place.
class Findings {
  public:
    /// Fault where no rule has that code.
    void add(std::string_view code, std::string place, int line, std::string_view found = {},
             int count = 1);
    /// Counts another place of a rule that has one already; false where it has none yet.
    [[nodiscard]] bool again(std::string_view code);
    [[nodiscard]] bool has(std::string_view code) const;
    [[nodiscard]] bool rejects() const;
    [[nodiscard]] Verdict verdict() const;
    /// In order of weight.
    [[nodiscard]] std::vector<Finding> ordered() const;

  private:
    std::vector<Finding> list_;
};

}  // namespace relief::cap
