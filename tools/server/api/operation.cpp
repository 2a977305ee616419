// SPDX-License-Identifier: Apache-2.0
#include "tools/server/api/operation.h"

#include "core/error.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <iterator>
#include <set>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace relief {
namespace {

constexpr std::string_view base = "/api/v1/";

/// Commands about the file of the books as a whole, about files of the machine they run on, or
/// about secrets that are typed: those have addresses of their own (log_in_door.h).
bool is_offered(std::string_view path) {
    constexpr std::array<std::string_view, 11> local{"init",
                                                     "log-in",
                                                     "log-out",
                                                     "serve",
                                                     "backup",
                                                     "restore",
                                                     "help",
                                                     "network read",
                                                     "network show",
                                                     "office account setup",
                                                     "office account password"};
    return std::find(local.begin(), local.end(), path) == local.end();
}

OperationKind usual_kind(const CommandSpec& command) {
    constexpr std::array<std::string_view, 11> long_ones{
        "alert send", "alert preposition", "plan",   "replan", "edit",
        "explain",    "compare",           "assess", "import", "matrix",
        "verify"};
    constexpr std::array<std::string_view, 2> keyless_changes{"office account unlock",
                                                              "office session end"};
    const auto is_one_of = [&](const auto& paths) {
        return std::find(paths.begin(), paths.end(), command.path) != paths.end();
    };
    if (is_one_of(long_ones)) {
        return OperationKind::long_work;
    }
    if (command.path == "print") {
        return OperationKind::beside;
    }
    return takes_key(command) || is_one_of(keyless_changes) ? OperationKind::change
                                                            : OperationKind::read;
}

Error wrong_parameter(std::string name, std::string message, std::string found,
                      std::string expected) {
    return bad_input({.code = "request.parameter",
                      .message = std::move(message),
                      .field = std::move(name),
                      .found = std::move(found),
                      .expected = std::move(expected)});
}

Error wrong_body(std::string message, std::string field, std::string found) {
    return bad_input(
        {.code = "request.body",
         .message = std::move(message),
         .field = std::move(field),
         .found = std::move(found),
         .expected = "a JSON object of texts, numbers, true, false and lists of them"});
}

std::string value_text(const std::string& name, const nlohmann::json& value) {
    if (value.is_string()) {
        return value.get<std::string>();
    }
    if (value.is_number() || value.is_boolean()) {
        return value.dump();
    }
    throw wrong_body("a parameter is no text, number or truth", name,
                     std::string(value.type_name()));
}

Values read_body(const std::string& body) {
    Values values;
    if (body.empty()) {
        return values;
    }
    if (body.find('\0') != std::string::npos) {
        throw wrong_body("the body holds a NUL", "body", "a byte 0");  // it would end the reading
    }
    // Depth is bounded by refusing it: a value is a scalar or a list of them. A name that comes
    // twice would mean one thing to us and another to somebody else who reads it.
    std::set<std::string> names;
    const auto flat = [&names](int depth, nlohmann::json::parse_event_t event,
                               const nlohmann::json& parsed) {
        if (depth > 2) {
            throw wrong_body("the body is nested too deeply", "body", "more than two levels");
        }
        if (event == nlohmann::json::parse_event_t::key &&
            !names.insert(parsed.get<std::string>()).second) {
            throw wrong_body("a parameter is given twice", parsed.get<std::string>(), "two values");
        }
        return true;
    };
    nlohmann::json document;
    try {
        document = nlohmann::json::parse(body, flat);
    } catch (const nlohmann::json::exception& error) {
        throw wrong_body("the body is not JSON", "body", error.what());
    }
    if (!document.is_object()) {
        throw wrong_body("the body is no JSON object", "body", std::string(document.type_name()));
    }
    for (const auto& [name, value] : document.items()) {
        if (value.is_null()) {
            continue;
        }
        std::vector<std::string>& texts = values[name];
        if (value.is_array()) {
            for (const nlohmann::json& one : value) {
                texts.push_back(value_text(name, one));
            }
        } else {
            texts.push_back(value_text(name, value));
        }
    }
    return values;
}

bool read_truth(const std::string& name, const std::vector<std::string>& texts) {
    const std::string text = texts.empty() ? "true" : texts.front();
    if (text == "true" || text == "1" || text.empty()) {
        return true;
    }
    if (text == "false" || text == "0") {
        return false;
    }
    throw wrong_parameter(name, "a switch is neither on nor off", text, "true or false");
}

/// A scenario is named by its id: over the wire nobody chooses folders of the server.
void check_id(const std::string& name, const std::string& value) {
    const bool fits = !value.empty() && value.size() <= 64 &&
                      std::all_of(value.begin(), value.end(), [](unsigned char letter) {
                          return std::isalnum(letter) != 0 || letter == '-' || letter == '_';
                      });
    if (!fits) {
        throw wrong_parameter(name, "a scenario is named by its id", value,
                              "letters, digits and hyphens");
    }
}

std::vector<std::string> read_texts(const OptionSpec& option, const std::string& name,
                                    std::vector<std::string> texts, const FileDoor& files) {
    const bool several =
        option.form == OptionSpec::Form::list || option.form == OptionSpec::Form::rest;
    if (texts.size() > 1 && !several) {
        throw wrong_parameter(name, "a parameter is given twice",
                              fmt::format("{} values", texts.size()), "one value");
    }
    const FileUse use = file_use(option);
    for (std::string& text : texts) {
        if (option.name == scenario_option.name) {
            check_id(name, text);
        }
        if (use == FileUse::reads || use == FileUse::writes) {
            text = files(option, text).string();
        }
    }
    return texts;
}

bool is_shared(std::string_view name) {
    return std::find(std::begin(shared_parameters), std::end(shared_parameters), name) !=
           std::end(shared_parameters);
}

void check_known(const Operation& operation, const Values& values) {
    std::set<std::string> known;
    for (const OptionSpec& option : operation.command->options) {
        if (file_use(option) != FileUse::door) {
            known.insert(parameter_name(option));
        }
    }
    for (const auto& [name, texts] : values) {
        if (!known.contains(name) && !is_shared(name)) {
            throw wrong_parameter(name, "the operation has no such parameter", name,
                                  fmt::format("one of: {}", fmt::join(known, ", ")));
        }
    }
}

}  // namespace

bool takes_key(const CommandSpec& command) {
    return std::any_of(command.options.begin(), command.options.end(),
                       [](const OptionSpec& option) { return option.name == key_option.name; });
}

bool needs_key(const Operation& operation) {
    return (operation.kind == OperationKind::change || operation.kind == OperationKind::beside) &&
           takes_key(*operation.command);
}

std::string_view Operation::method() const {
    return kind == OperationKind::read ? "GET" : "POST";
}

std::vector<Operation> make_operations(const std::vector<CommandSpec>& commands) {
    std::vector<Operation> operations;
    for (const CommandSpec& command : commands) {
        if (!is_offered(command.path)) {
            continue;
        }
        std::string path(base);
        path += command.path;
        std::replace(path.begin(), path.end(), ' ', '/');
        operations.push_back(
            {.path = std::move(path), .command = &command, .kind = usual_kind(command)});
    }
    return operations;
}

FileUse file_use(const OptionSpec& option) {
    constexpr std::array<std::string_view, 4> door{"--channels", "--signing-key", "--certificate",
                                                   "--anchor"};
    constexpr std::array<std::string_view, 7> written{
        "--out", "--geojson", "--html", "--xlsx", "--bulletin", "--back", "--replies"};
    const auto among = [&](const auto& names) {
        return std::find(names.begin(), names.end(), option.name) != names.end();
    };
    const bool names_file = option.type == "FILE" || option.type == "DIR" || option.type == "PEM" ||
                            option.name == "FILE";
    if (!names_file) {
        return FileUse::none;
    }
    if (among(door)) {
        return FileUse::door;
    }
    return among(written) ? FileUse::writes : FileUse::reads;
}

std::string parameter_name(const OptionSpec& option) {
    std::string name(option.name);
    if (name.starts_with("--")) {
        return name.substr(2);
    }
    std::transform(name.begin(), name.end(), name.begin(),
                   [](unsigned char letter) { return static_cast<char>(std::tolower(letter)); });
    return name;
}

Values read_values(const http::Request& request) {
    if (request.method == "POST") {
        return read_body(request.body);
    }
    Values values;
    for (const auto& [name, value] : request.query) {
        values[name].push_back(value);
    }
    return values;
}

Given read_given(const Operation& operation, const Values& values, const FileDoor& files) {
    check_known(operation, values);
    Values typed;
    for (const OptionSpec& option : operation.command->options) {
        const std::string name = parameter_name(option);
        const auto found = values.find(name);
        const bool is_door = file_use(option) == FileUse::door;
        const bool there = found != values.end() && !is_door;
        if (!there && option.required && !is_door) {
            throw wrong_parameter(name, "a parameter is missing", "nothing",
                                  std::string(option.en));
        }
        if (!there) {
            continue;
        }
        if (option.form != OptionSpec::Form::flag) {
            typed[std::string(option.name)] = read_texts(option, name, found->second, files);
        } else if (read_truth(name, found->second)) {
            typed[std::string(option.name)] = {};
        }
    }
    return Given(std::move(typed));
}

OperationKind kind_of(const Operation& operation, const Given& given) {
    if (operation.command->path == "import" && given.flag("--post")) {
        return OperationKind::beside;
    }
    const bool stops = operation.command->path == "assess" && given.flag("--stop");
    return stops ? OperationKind::change : operation.kind;
}

}  // namespace relief
