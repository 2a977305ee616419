// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/data_source.h"
#include "core/error.h"
#include "reserves/care/rules.h"
#include "tests/kit/books.h"

#include <filesystem>
#include <functional>
#include <string>

namespace relief::kit {

/// The tables the program ships with.
inline FolderSource shipped_data() {
    return FolderSource(std::filesystem::path(RELIEF_SOURCE_DIR) / "data");
}

inline CareRules care_rules() {
    return load_care_rules(shipped_data());
}

/// One change at a moment, under a key of its own.
inline void change_at(Database& database, Instant at, const std::string& actor,
                      const std::function<void(Change&)>& work) {
    const std::string key = "k" + std::to_string(journal_head(database).seq);
    make_change(database,
                {.key = key,
                 .content = "{}",
                 .actor = actor,
                 .operation = "care.test",
                 .subject = {},
                 .occurred_at = at,
                 .recorded_at = at},
                [&](Change& change) {
                    work(change);
                    return std::string("{}");
                });
}

/// The code of the error `work` ends with; "" where it ends well.
inline std::string code_of(const std::function<void()>& work) {
    try {
        work();
    } catch (const Error& error) {
        return error.detail().code;
    }
    return "";
}

}  // namespace relief::kit
