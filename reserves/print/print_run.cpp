// SPDX-License-Identifier: Apache-2.0
#include "reserves/print/print_run.h"

namespace relief {

int print_count(Database& database, std::string_view form, std::string_view subject) {
    Statement runs =
        database.prepare("SELECT COUNT(*) FROM print_run WHERE form = ? AND subject = ?");
    runs.bind(1, form).bind(2, subject);
    runs.step();
    const auto count = static_cast<int>(runs.integer(0));
    runs.reset();
    return count;
}

int add_print_run(Change& change, const std::string& form, const std::string& subject,
                  const std::string& sha256) {
    const std::int64_t count = print_count(change.database(), form, subject) + 1;
    const Request& request = change.request();
    change.insert("print_run", {{"form", form},
                                {"subject", subject},
                                {"count", count},
                                {"at", seconds_of(request.recorded_at)},
                                {"actor", request.actor},
                                {"sha256", sha256}});
    change.tell_subject(subject);
    return static_cast<int>(count);
}

}  // namespace relief
