// SPDX-License-Identifier: Apache-2.0
// Every example of the OpenAPI document asked of a real server, question and answer held against
// what the document declares. An example that names a file or a number the books do not have is
// answered with a problem, and that is held against the document too.
#include "tests/api/api_kit.h"
#include "tools/server/api/file_store.h"
#include "tools/server/api/operation.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace relief::kit {
namespace {

using nlohmann::json;

/// What is wrong with a value under a schema, "" where nothing is: the part of JSON Schema that
/// the document uses.
class Schema {
  public:
    explicit Schema(json document) : document_(std::move(document)) {}

    [[nodiscard]] std::string wrong(const json& declared, const json& value,
                                    const std::string& at = "") const {
        const json& schema = declared.contains("$ref") ? resolved(declared.at("$ref")) : declared;
        if (value.is_null() && schema.value("nullable", false)) {
            return "";
        }
        const std::string type = schema.value("type", "");
        const std::map<std::string, bool> fits{{"", true},
                                               {"object", value.is_object()},
                                               {"array", value.is_array()},
                                               {"string", value.is_string()},
                                               {"boolean", value.is_boolean()},
                                               {"integer", value.is_number_integer()},
                                               {"number", value.is_number()}};
        if (!fits.at(type)) {
            return at + " is no " + type + ": " + value.dump();
        }
        if (type == "array") {
            for (const json& each : value) {
                const std::string found = wrong(schema.at("items"), each, at + "[]");
                if (!found.empty()) {
                    return found;
                }
            }
        }
        return type == "object" ? wrong_object(schema, value, at) : "";
    }

  private:
    [[nodiscard]] const json& resolved(const std::string& reference) const {
        return document_.at(json::json_pointer(reference.substr(1)));
    }
    [[nodiscard]] std::string wrong_object(const json& schema, const json& value,
                                           const std::string& at) const {
        for (const json& name : schema.value("required", json::array())) {
            if (!value.contains(name)) {
                return at + " lacks " + name.get<std::string>();
            }
        }
        const json properties = schema.value("properties", json::object());
        for (const auto& [name, each] : value.items()) {
            if (properties.contains(name)) {
                const std::string found = wrong(properties.at(name), each, at + "/" + name);
                if (!found.empty()) {
                    return found;
                }
            } else if (schema.contains("additionalProperties")) {
                return at + " has " + name + ", which is not declared";
            }
        }
        return "";
    }

    json document_;
};

/// The words of a command line, quotes taken off.
std::vector<std::string> words_of(const std::string& line) {
    std::vector<std::string> words;
    std::string word;
    char quote = 0;
    bool begun = false;
    for (const char letter : line) {
        if (quote == 0 && (letter == '"' || letter == '\'')) {
            quote = letter;
            begun = true;
        } else if (letter == quote) {
            quote = 0;
        } else if (quote == 0 && letter == ' ') {
            if (begun) {
                words.push_back(word);
            }
            word.clear();
            begun = false;
        } else {
            word += letter;
            begun = true;
        }
    }
    if (begun) {
        words.push_back(word);
    }
    return words;
}

/// A command line as the parameters of its operation; files by an upload.
json parameters_of(const Operation& operation, const std::string& upload) {
    const std::string example(operation.command->example);
    std::vector<std::string> words = words_of(example.substr(0, example.find('\n')));
    const auto path_words =
        std::count(operation.command->path.begin(), operation.command->path.end(), ' ') + 2;
    words.erase(words.begin(), words.begin() + path_words);  // "relief" and the command's own
    std::vector<const OptionSpec*> positionals;
    std::map<std::string, const OptionSpec*> named;
    for (const OptionSpec& option : operation.command->options) {
        if (option.name.starts_with("--")) {
            named[std::string(option.name)] = &option;
        } else {
            positionals.push_back(&option);
        }
    }
    json body = json::object();
    const auto give = [&](const OptionSpec& option, const std::string& text) {
        const std::string value =
            file_use(option) == FileUse::reads ? upload
            : file_use(option) == FileUse::writes
                ? plain_file_name(text.ends_with('/') ? text.substr(0, text.size() - 1) : text)
                : text;
        if (option.name == "--scenario") {  // by its id: over the wire nobody names folders
            body["scenario"] = std::filesystem::path(text).filename().string();
            return;
        }
        json& at = body[parameter_name(option)];
        const bool several =
            option.form == OptionSpec::Form::list || option.form == OptionSpec::Form::rest;
        several ? at.push_back(value) : static_cast<void>(at = value);
    };
    std::size_t next = 0;
    for (std::size_t at = 0; at < words.size(); ++at) {
        const auto found = named.find(words[at]);
        if (found != named.end() && found->second->form == OptionSpec::Form::flag) {
            body[parameter_name(*found->second)] = true;
        } else if (found != named.end()) {
            give(*found->second, words.at(++at));
        } else if (words[at].starts_with("--")) {
            at +=
                words[at] == "--json" || words[at] == "--explain" || words[at] == "--quiet" ? 0 : 1;
        } else if (next < positionals.size()) {
            const OptionSpec& option = *positionals[next];
            next += option.form == OptionSpec::Form::rest ? 0 : 1;
            give(option, words[at]);
        } else {
            ADD_FAILURE() << operation.command->example << ": " << words[at];
        }
    }
    body.erase("key");
    body.erase("channels");
    body.erase("anchor");
    return body;
}

TEST(OpenApi, EveryExampleRunsAndIsAnsweredAsDeclared) {
    DemoApi desk;
    const json document = desk.ask_json({.path = "/api/v1/openapi.json"});
    const Schema schema(document);
    const http::Pairs actor{{"relief-actor", "wang"}};
    const std::string upload = desk.ask_json({.method = "POST",
                                              .path = "/api/v1/uploads",
                                              .query = {{"name", "example.csv"}},
                                              .body = "a,b\n1,2\n",
                                              .headers = actor},
                                             201)
                                   .at("id");
    int examples = 0;
    int done = 0;
    for (const Operation& operation : make_operations(command_specs())) {
        SCOPED_TRACE(operation.command->example);
        const bool reads = operation.method() == "GET";
        const json& declared = document.at("paths").at(operation.path).at(reads ? "get" : "post");
        EXPECT_EQ(declared.at("x-command"), operation.command->example);
        const json parameters = parameters_of(operation, upload);
        Question question{
            .method = std::string(operation.method()), .path = operation.path, .headers = actor};
        if (reads) {
            std::map<std::string, json> known;
            for (const json& parameter : declared.at("parameters")) {
                known[parameter.at("name")] = parameter;
                if (parameter.at("required").get<bool>()) {
                    EXPECT_TRUE(parameters.contains(parameter.at("name"))) << parameter;
                }
            }
            for (const auto& [name, value] : parameters.items()) {
                ASSERT_TRUE(known.contains(name)) << name;
                EXPECT_EQ(schema.wrong(known.at(name).at("schema"), value), "") << name;
                for (const json& each : value.is_array() ? value : json::array({value})) {
                    question.query.emplace_back(
                        name, each.is_string() ? each.get<std::string>() : each.dump());
                }
            }
        } else {
            EXPECT_EQ(
                schema.wrong(
                    declared.at("requestBody").at("content").at("application/json").at("schema"),
                    parameters),
                "");
            question.body = parameters.dump();
            question.headers.emplace_back("content-type", "application/json");
            question.headers.emplace_back("idempotency-key", operation.path);
        }
        http::Response answer = desk.ask(question);
        if (answer.status == 202) {
            EXPECT_EQ(schema.wrong(declared.at("responses")
                                       .at("202")
                                       .at("content")
                                       .at("application/json")
                                       .at("schema"),
                                   json::parse(answer.content())),
                      "");
            const std::string job =
                "/api/v1/jobs/" + json::parse(answer.content()).at("id").get<std::string>();
            // Planning may take long: the best so far is an answer too.
            static_cast<void>(desk.ask({.method = "DELETE", .path = job, .headers = actor}));
            json state;
            do {
                state = desk.ask_json({.path = job, .headers = actor});
            } while (state.at("result").is_null());
            answer = desk.ask({.path = state.at("result"), .headers = actor});
        }
        const json told = json::parse(answer.content(), nullptr, false);
        ++examples;
        done += answer.status == 200 ? 1 : 0;
        EXPECT_LT(answer.status, 500) << answer.content();
        // What the example asks for is understood: no parameter of it is unknown or missing.
        EXPECT_NE(told.is_object() ? told.value("code", "") : "", "request.parameter")
            << answer.content();
        const json& responses = declared.at("responses");
        if (answer.status != 200) {
            EXPECT_EQ(answer.content_type, "application/problem+json");
            EXPECT_EQ(schema.wrong(responses.at("default")
                                       .at("content")
                                       .at("application/problem+json")
                                       .at("schema"),
                                   told),
                      "");
        } else if (told.is_object()) {
            EXPECT_EQ(
                schema.wrong(responses.at("200").at("content").at("application/json").at("schema"),
                             told),
                "")
                << answer.content();
        } else {
            EXPECT_EQ(operation.command->path, "alert feed") << "the one answer that is no JSON";
        }
    }
    RecordProperty("examples", examples);
    RecordProperty("done", done);
    EXPECT_GT(done, 50) << "of " << examples;
}

/// The bodies of coming in and going out: their examples fit, and are answered as declared.
TEST(OpenApi, TheDoorsExamplesAreAnsweredAsDeclared) {
    DemoApi desk(DemoApi::Door::log_in);
    desk.open();
    const json document = desk.ask_json({.path = "/api/v1/openapi.json"});
    const Schema schema(document);
    for (const char* path : {"/api/v1/log-in", "/api/v1/redeem", "/api/v1/password", "/api/v1/totp",
                             "/api/v1/log-out"}) {
        const json& declared = document.at("paths").at(path).at("post");
        const json& body = declared.at("requestBody").at("content").at("application/json");
        EXPECT_EQ(schema.wrong(body.at("schema"), body.at("example")), "") << path;
        const http::Response answer = desk.ask({.method = "POST",
                                                .path = path,
                                                .body = body.at("example").dump(),
                                                .headers = {{"content-type", "application/json"}}});
        EXPECT_EQ(answer.status, 401) << path << answer.content();  // nobody of that name is here
        EXPECT_EQ(schema.wrong(json{{"$ref", "#/components/schemas/Problem"}},
                               json::parse(answer.content())),
                  "")
            << path;
    }
}

}  // namespace
}  // namespace relief::kit
