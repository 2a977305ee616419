// SPDX-License-Identifier: Apache-2.0
#include "tools/server/api/answer.h"

#include "tools/commands/session.h"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace relief {
namespace {

struct OwnStatus {
    std::string_view code;
    int status;
};

constexpr std::array<OwnStatus, 20> own_statuses{{
    {"ledger.repeat", 422},     {"db.full", 507},          {"request.busy", 503},
    {"writer.stopped", 503},    {"request.unknown", 404},  {"request.method", 405},
    {"request.type", 415},      {"request.large", 413},    {"access.session", 401},
    {"log_in.wrong", 401},      {"log_in.totp", 401},      {"log_in.code", 401},
    {"log_in.locked", 429},     {"access.refused", 403},   {"access.two_people", 403},
    {"order.same_person", 403}, {"job.unknown", 404},      {"upload.unknown", 404},
    {"doc.unknown", 404},       {"scenario.unknown", 404},
}};

http::Response problem_document(int status, const ErrorDetail& detail, std::string_view language) {
    const std::string_view title = error_title(detail.code, language);
    nlohmann::ordered_json document{{"type", "about:blank"},      {"title", title},
                                    {"status", status},           {"detail", detail.message},
                                    {"schema", "relief.error/1"}, {"code", detail.code},
                                    {"message", detail.message},  {"file", detail.file},
                                    {"line", detail.line},        {"field", detail.field},
                                    {"found", detail.found},      {"expected", detail.expected}};
    return {.status = status,
            .content_type = "application/problem+json",
            // What came in may be no UTF-8; it must not spoil the answer about it.
            .body = document.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) + "\n"};
}

}  // namespace

int http_status(ErrorKind kind, std::string_view code) {
    const auto* own = std::find_if(own_statuses.begin(), own_statuses.end(),
                                   [&](const OwnStatus& row) { return row.code == code; });
    if (own != own_statuses.end()) {
        return own->status;
    }
    constexpr std::array<int, 4> statuses{400, 422, 409, 500};
    return statuses.at(static_cast<std::size_t>(kind));
}

http::Response problem_of(const Error& error, std::string_view language) {
    return problem_document(http_status(error.kind(), error.detail().code), error.detail(),
                            language);
}

http::Response problem_of(const std::exception_ptr& failure, std::string_view language) {
    try {
        std::rethrow_exception(failure);
    } catch (const Error& error) {
        return problem_of(error, language);
    } catch (const UsageError& error) {
        return problem_document(400,
                                {.code = "usage",
                                 .message = error.words(language),
                                 .expected = "the usage shown by " + error.command() + " --help"},
                                language);
    } catch (const std::exception& error) {
        return problem_document(500, {.code = "internal", .message = error.what()}, language);
    }
}

void tell_cut(http::Response& response, const std::vector<std::string>& places, bool json,
              std::string_view language) {
    constexpr std::string_view document_end = "\n}\n";
    const std::string words = fmt::format("{}", fmt::join(places, ","));
    response.headers.emplace_back("Relief-Scope", words);
    if (!json) {
        response.body.insert(0, language == "zh"
                                    ? fmt::format("只含 {} 的（按授权范围）\n", words)
                                    : fmt::format("of {} alone: what the grants reach\n", words));
    } else if (response.body.ends_with(document_end)) {
        response.body.resize(response.body.size() - document_end.size());
        response.body +=
            fmt::format(",\n  \"cut_to\": {}{}", nlohmann::json(places).dump(), document_end);
    }
}

http::Response json_response(int status, std::string body) {
    return {.status = status, .content_type = "application/json", .body = std::move(body)};
}

}  // namespace relief
