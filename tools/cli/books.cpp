// SPDX-License-Identifier: Apache-2.0
#include "tools/cli/commands.h"
#include "tools/desk/init.h"
#include "tools/desk/verify_document.h"

namespace relief {
namespace {

std::optional<std::filesystem::path> as_path(const std::optional<std::string>& text) {
    return text ? std::optional<std::filesystem::path>(*text) : std::nullopt;
}

}  // namespace

int run_command(const Session& session, const InitOptions& options) {
    const std::filesystem::path db = session.required_db("relief init");
    const InitResult result = init_database({.data = session.data(),
                                             .db = db,
                                             .anchor = as_path(options.anchor),
                                             .now = session.clock.now()});
    print(session.global.json ? init_json(result) : init_text(result, session.language()));
    return 0;
}

int run_command(const Session& session, const VerifyOptions& options) {
    const std::filesystem::path db = session.required_db("relief verify");
    const VerifyResult result =
        options.record ? verify_and_record(db, as_path(options.anchor), session.clock.now())
                       : verify_database(db, as_path(options.anchor), options.quick);
    print(session.global.json ? verify_json(result) : verify_text(result, session.language()));
    return result.ok ? 0 : 1;
}

}  // namespace relief
