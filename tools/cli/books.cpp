// SPDX-License-Identifier: Apache-2.0
#include "tools/cli/commands.h"
#include "tools/desk/init.h"
#include "tools/desk/verify_document.h"

namespace relief {
namespace {

std::filesystem::path required_db(const Session& session, const std::string& command) {
    const auto db = session.db();
    if (!db) {
        throw UsageError(command, "须用 --db FILE 指明数据库", "--db FILE is required");
    }
    return *db;
}

std::optional<std::filesystem::path> as_path(const std::optional<std::string>& text) {
    return text ? std::optional<std::filesystem::path>(*text) : std::nullopt;
}

}  // namespace

int run_command(const Session& session, const InitOptions& options) {
    const std::filesystem::path db = required_db(session, "relief init");
    const InitResult result = init_database({.data = session.data(),
                                             .db = db,
                                             .anchor = as_path(options.anchor),
                                             .now = session.clock.now()});
    print(session.global.json ? init_json(result) : init_text(result, session.language()));
    return 0;
}

int run_command(const Session& session, const VerifyOptions& options) {
    const VerifyResult result =
        verify_database(required_db(session, "relief verify"), as_path(options.anchor));
    print(session.global.json ? verify_json(result) : verify_text(result, session.language()));
    return result.ok ? 0 : 1;
}

}  // namespace relief
