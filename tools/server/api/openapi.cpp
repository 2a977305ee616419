// SPDX-License-Identifier: Apache-2.0
#include "tools/server/api/openapi.h"

#include <algorithm>

#include <nlohmann/json.hpp>

namespace relief {
namespace {

using nlohmann::ordered_json;

ordered_json schema_of(const OptionSpec& option) {
    switch (option.form) {
        case OptionSpec::Form::flag: return {{"type", "boolean"}};
        case OptionSpec::Form::list:
        case OptionSpec::Form::rest: return {{"type", "array"}, {"items", {{"type", "string"}}}};
        default: return {{"type", "string"}};
    }
}

std::string words_of(const OptionSpec& option) {
    std::string words(option.en);
    if (file_use(option) == FileUse::reads) {
        words += " (id of an upload)";
    } else if (file_use(option) == FileUse::writes) {
        words += " (a file name; the answer's Relief-File says where to get it)";
    }
    return words;
}

ordered_json content(const char* type, ordered_json schema) {
    return {{type, {{"schema", std::move(schema)}}}};
}

ordered_json problem_response() {
    return {{"description", "a problem (RFC 9457) with the codes of the command line"},
            {"content",
             content("application/problem+json", {{"$ref", "#/components/schemas/Problem"}})}};
}

ordered_json responses_of(const Operation& operation) {
    ordered_json responses;
    if (operation.kind == OperationKind::long_work) {
        responses["202"] = {
            {"description", "begun; ask the job for its answer"},
            {"content", content("application/json", {{"$ref", "#/components/schemas/Job"}})}};
    }
    responses["200"] = {
        {"description", "the document that `relief --json` prints"},
        {"content", content("application/json", {{"$ref", "#/components/schemas/Document"}})}};
    responses["default"] = problem_response();
    return responses;
}

ordered_json query_parameter(const std::string& name, const std::string& words, bool required,
                             ordered_json schema) {
    return {{"name", name},
            {"in", "query"},
            {"description", words},
            {"required", required},
            {"schema", std::move(schema)}};
}

/// Parameters of GET: those of the command, and the shared ones.
ordered_json query_of(const Operation& operation) {
    ordered_json parameters = ordered_json::array();
    for (const OptionSpec& option : operation.command->options) {
        if (file_use(option) != FileUse::door) {
            parameters.push_back(query_parameter(parameter_name(option), words_of(option),
                                                 option.required, schema_of(option)));
        }
    }
    for (const std::string_view name : shared_parameters) {
        parameters.push_back(query_parameter(std::string(name), "as of every operation", false,
                                             {{"type", "string"}}));
    }
    return parameters;
}

ordered_json body_of(const Operation& operation) {
    ordered_json properties = ordered_json::object();
    ordered_json required = ordered_json::array();
    for (const OptionSpec& option : operation.command->options) {
        if (file_use(option) == FileUse::door) {
            continue;
        }
        ordered_json schema = schema_of(option);
        schema["description"] = words_of(option);
        properties[parameter_name(option)] = std::move(schema);
        if (option.required) {
            required.push_back(parameter_name(option));
        }
    }
    for (const std::string_view name : shared_parameters) {
        properties[std::string(name)] = {{"type", "string"}};
    }
    ordered_json schema{
        {"type", "object"}, {"additionalProperties", false}, {"properties", std::move(properties)}};
    if (!required.empty()) {
        schema["required"] = std::move(required);
    }
    return {{"content", content("application/json", std::move(schema))}};
}

ordered_json header_parameter(const char* name, const char* words, bool required) {
    return {{"name", name},
            {"in", "header"},
            {"description", words},
            {"required", required},
            {"schema", {{"type", "string"}}}};
}

ordered_json description_of(const Operation& operation) {
    std::string id(operation.command->path);
    std::replace(id.begin(), id.end(), ' ', '_');
    ordered_json described{{"operationId", id},
                           {"summary", operation.command->en},
                           {"x-summary-zh", operation.command->zh},
                           {"x-command", operation.command->example}};
    if (operation.method() == "GET") {
        described["parameters"] = query_of(operation);
    } else {
        const bool changes = needs_key(operation);
        described["parameters"] = {
            header_parameter("Idempotency-Key", "one intention: sent twice it is done once",
                             changes),
            header_parameter("If-Match", "the version that was seen (--seen)", false)};
        described["requestBody"] = body_of(operation);
    }
    described["responses"] = responses_of(operation);
    return described;
}

ordered_json fixed(const char* id, const char* words, const char* type) {
    return {{"operationId", id},
            {"summary", words},
            {"responses",
             {{"200", {{"description", words}, {"content", content(type, {{"type", "string"}})}}},
              {"default", problem_response()}}}};
}

ordered_json with_id(ordered_json described, std::initializer_list<const char*> names) {
    ordered_json parameters = ordered_json::array();
    for (const char* name : names) {
        parameters.push_back(
            {{"name", name}, {"in", "path"}, {"required", true}, {"schema", {{"type", "string"}}}});
    }
    described["parameters"] = std::move(parameters);
    return described;
}

void add_fixed(ordered_json& paths) {
    paths["/healthz"]["get"] = fixed("health", "is the server well", "application/json");
    paths["/metrics"]["get"] = fixed("metrics", "counts in Prometheus text", "text/plain");
    paths["/api/v1/events"]["get"] =
        fixed("events", "live events, resumed behind Last-Event-ID", "text/event-stream");
    ordered_json upload = fixed("upload", "keep a file to be read by an operation; answers its id",
                                "application/json");
    upload["parameters"] = {
        query_parameter("name", "name of the file", true, {{"type", "string"}})};
    upload["requestBody"] = {{"content", content("application/octet-stream",
                                                 {{"type", "string"}, {"format", "binary"}})}};
    paths["/api/v1/uploads"]["post"] = std::move(upload);
    paths["/api/v1/files/{id}/{name}"]["get"] =
        with_id(fixed("file", "a file that an operation wrote", "application/octet-stream"),
                {"id", "name"});
    paths["/api/v1/jobs/{id}"]["get"] =
        with_id(fixed("job", "how far long work is", "application/json"), {"id"});
    paths["/api/v1/jobs/{id}"]["delete"] =
        with_id(fixed("job_cancel", "end it with the best it has", "application/json"), {"id"});
    paths["/api/v1/jobs/{id}/result"]["get"] =
        with_id(fixed("job_result", "the answer of long work", "application/json"), {"id"});
}

/// Coming in and going out: a body of texts, its example, and the document that is answered.
ordered_json door(const char* id, const char* words, std::initializer_list<const char*> required,
                  ordered_json example, const char* status) {
    ordered_json properties = ordered_json::object();
    for (const auto& [name, value] : example.items()) {
        properties[name] = {{"type", "string"}};
    }
    ordered_json schema{
        {"type", "object"}, {"additionalProperties", false}, {"properties", std::move(properties)}};
    if (required.size() > 0) {
        schema["required"] = ordered_json(required);
    }
    ordered_json body = content("application/json", std::move(schema));
    body["application/json"]["example"] = std::move(example);
    ordered_json answer{{"description", words}};
    if (status == std::string_view("200")) {
        answer["content"] =
            content("application/json", {{"$ref", "#/components/schemas/Document"}});
    }
    return {{"operationId", id},
            {"summary", words},
            {"requestBody", {{"content", std::move(body)}}},
            {"responses", {{status, std::move(answer)}, {"default", problem_response()}}}};
}

void add_doors(ordered_json& paths) {
    paths["/api/v1/log-in"]["post"] =
        door("log_in", "a token, in the answer and in a cookie", {"name", "password"},
             {{"name", "wangfang"}, {"password", "as it is typed"}, {"totp", "123456"}}, "200");
    paths["/api/v1/redeem"]["post"] =
        door("redeem", "sets a first password by a one-time code", {"name", "code", "password"},
             {{"name", "sec"},
              {"code", "ABCD-EFGH-IJKL-MNOP"},
              {"password", "as it is typed"},
              {"person", "钱安"}},
             "200");
    paths["/api/v1/password"]["post"] =
        door("password", "a new password and a new token; all other sessions end", {"old", "new"},
             {{"old", "as it was"}, {"new", "as it is typed"}}, "200");
    paths["/api/v1/totp"]["post"] =
        door("totp", "a key for an authenticator; with key and code it is taken", {},
             {{"key", "JBSWY3DPEHPK3PXP"}, {"code", "123456"}}, "200");
    paths["/api/v1/log-out"]["post"] =
        door("log_out", "ends the session", {}, ordered_json::object(), "204");
    ordered_json me = fixed("me", "who is logged in, as what, until when", "application/json");
    me["responses"]["200"]["content"] =
        content("application/json", {{"$ref", "#/components/schemas/Document"}});
    paths["/api/v1/me"]["get"] = std::move(me);
}

ordered_json texts(std::initializer_list<const char*> names) {
    ordered_json properties = ordered_json::object();
    for (const char* name : names) {
        properties[name] = {{"type", "string"}};
    }
    return properties;
}

}  // namespace

std::string openapi_json(const std::map<std::string, Operation, std::less<>>& operations) {
    ordered_json paths = ordered_json::object();
    add_fixed(paths);
    add_doors(paths);
    for (const auto& [path, operation] : operations) {
        paths[path][operation.method() == "GET" ? "get" : "post"] = description_of(operation);
    }
    ordered_json problem = texts({"schema", "type", "title", "detail", "code", "message", "file",
                                  "field", "found", "expected"});
    problem["status"] = {{"type", "integer"}};
    problem["line"] = {{"type", "integer"}};
    ordered_json job = texts({"schema", "id", "operation", "state", "step", "begun_at"});
    job["share"] = {{"type", "number"}};
    job["cancel_asked"] = {{"type", "boolean"}};
    for (const char* name : {"ended_at", "result"}) {
        job[name] = {{"type", "string"}, {"nullable", true}};
    }
    const ordered_json documents = texts({"schema"});
    const ordered_json document{
        {"openapi", "3.0.3"},
        {"info",
         {{"title", "Relief"},
          {"version", "1"},
          {"description",
           "Every operation is a command of `relief` under the same name, with the "
           "same options and documents."}}},
        {"paths", std::move(paths)},
        {"components",
         {{"schemas",
           {{"Problem",
             {{"type", "object"},
              {"required", {"title", "status", "code"}},
              {"properties", std::move(problem)}}},
            {"Document", {{"type", "object"}, {"properties", documents}}},
            {"Job",
             {{"type", "object"},
              {"required", {"schema", "id", "operation", "state", "result"}},
              {"properties", std::move(job)}}}}}}}};
    return document.dump(1) + "\n";
}

}  // namespace relief
