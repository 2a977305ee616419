// SPDX-License-Identifier: Apache-2.0
#include "tools/desk/problem_json.h"

#include "core/error.h"
#include "core/json_depth.h"
#include "core/time.h"
#include "tools/desk/document.h"
#include "tools/desk/problem_fields.h"

#include <limits>
#include <optional>
#include <set>
#include <type_traits>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace relief {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view schema = "relief.dispatch_problem/1";

// ---- writing ----

template <typename T>
Json json_of(const T& value);

/// Writes the fields it is shown.
struct Writer {
    Json object = Json::object();

    template <typename T>
    void operator()(const char* name, const T& value) {
        object[name] = json_of(value);
    }
};

template <typename T>
struct IsVector : std::false_type {};
template <typename T>
struct IsVector<std::vector<T>> : std::true_type {};
template <typename T>
struct IsOptional : std::false_type {};
template <typename T>
struct IsOptional<std::optional<T>> : std::true_type {};

template <typename T>
constexpr bool is_plain = std::is_arithmetic_v<T> || std::is_same_v<T, std::string>;

template <typename T>
Json json_of(const T& value) {
    if constexpr (is_plain<T>) {
        return value;
    } else if constexpr (std::is_same_v<T, Instant>) {
        return format_instant(value);
    } else if constexpr (std::is_same_v<T, Date>) {
        return format_date(value);
    } else if constexpr (IsOptional<T>::value) {
        return value ? json_of(*value) : Json(nullptr);
    } else if constexpr (IsVector<T>::value) {
        Json rows = Json::array();
        for (const auto& row : value) {
            rows.push_back(json_of(row));
        }
        return rows;
    } else {
        Writer writer;
        T copy = value;  // the list of fields is of what can be read into
        fields_of(copy, writer);
        return std::move(writer.object);
    }
}

// ---- reading ----

/// What every reader knows: the file, for errors.
struct JsonFile {
    const std::string& file;

    [[nodiscard]] Error wrong(const std::string& path, const Json& found,
                              std::string expected) const {
        return bad_input({.code = "json.field",
                          .message = "a field of the problem is missing or of another type",
                          .file = file,
                          .field = path,
                          .found = found.is_null() ? std::string() : found.dump().substr(0, 60),
                          .expected = std::move(expected)});
    }
};

template <typename T>
void read(const JsonFile& file, const std::string& path, const Json& json, T& value);

/// Reads the fields it is shown out of one object, and knows which keys it had.
class Reader {
  public:
    Reader(const JsonFile& file, std::string path, const Json& object)
        : file_(file), path_(std::move(path)), object_(object) {
        if (!object.is_object()) {
            throw file_.wrong(path_, object, "an object");
        }
    }

    template <typename T>
    void operator()(const char* name, T& value) {
        known_.insert(name);
        const auto found = object_.find(name);
        if (found == object_.end()) {
            throw file_.wrong(at(name), Json(nullptr), "the field");
        }
        read(file_, at(name), *found, value);
    }

    void refuse_unknown() const {
        for (const auto& [key, value] : object_.items()) {
            if (known_.count(key) == 0) {
                throw bad_input({.code = "json.unknown",
                                 .message = "the key is none of the document's",
                                 .file = file_.file,
                                 .field = at(key),
                                 .found = key,
                                 .expected = fmt::format("one of {}", fmt::join(known_, ", "))});
            }
        }
    }

  private:
    [[nodiscard]] std::string at(const std::string& name) const {
        return path_.empty() ? name : path_ + "." + name;
    }

    const JsonFile& file_;
    std::string path_;
    const Json& object_;
    std::set<std::string> known_;
};

template <typename T>
void read_number(const JsonFile& file, const std::string& path, const Json& json, T& value) {
    if constexpr (std::is_same_v<T, bool>) {
        if (!json.is_boolean()) {
            throw file.wrong(path, json, "true or false");
        }
        value = json.get<bool>();
    } else if constexpr (std::is_integral_v<T>) {
        const bool fits =
            json.is_number_integer() &&
            (!json.is_number_unsigned() ||
             json.get<std::uint64_t>() <=
                 static_cast<std::uint64_t>(std::numeric_limits<T>::max())) &&
            (json.is_number_unsigned() ||
             json.get<std::int64_t>() >= static_cast<std::int64_t>(std::numeric_limits<T>::min()));
        if (!fits) {
            throw file.wrong(
                path, json,
                fmt::format("a whole number from {} to {}", std::numeric_limits<T>::min(),
                            std::numeric_limits<T>::max()));
        }
        value = json.get<T>();
    } else {
        if (!json.is_number()) {
            throw file.wrong(path, json, "a number");
        }
        value = json.get<T>();
    }
}

template <typename T, typename Parse>
void read_text(const JsonFile& file, const std::string& path, const Json& json, T& value,
               const Parse& parse, const char* expected) {
    const auto parsed = json.is_string() ? parse(json.get<std::string>()) : std::nullopt;
    if (!parsed) {
        throw file.wrong(path, json, expected);
    }
    value = *parsed;
}

template <typename T>
void read(const JsonFile& file, const std::string& path, const Json& json, T& value) {
    if constexpr (std::is_same_v<T, std::string>) {
        read_text(
            file, path, json, value, [](std::string text) { return std::optional(text); },
            "a text");
    } else if constexpr (std::is_arithmetic_v<T>) {
        read_number(file, path, json, value);
    } else if constexpr (std::is_same_v<T, Instant>) {
        read_text(
            file, path, json, value, [](const std::string& text) { return parse_instant(text); },
            "a time, ISO 8601 with offset");
    } else if constexpr (std::is_same_v<T, Date>) {
        read_text(
            file, path, json, value, [](const std::string& text) { return parse_date(text); },
            "a day, YYYY-MM-DD");
    } else if constexpr (IsOptional<T>::value) {
        if (json.is_null()) {
            value.reset();
        } else {
            read(file, path, json, value.emplace());
        }
    } else if constexpr (IsVector<T>::value) {
        if (!json.is_array()) {
            throw file.wrong(path, json, "a list");
        }
        value.clear();
        for (std::size_t i = 0; i < json.size(); ++i) {
            read(file, fmt::format("{}[{}]", path, i), json[i], value.emplace_back());
        }
    } else {
        Reader reader(file, path, json);
        fields_of(value, reader);
        reader.refuse_unknown();
    }
}

}  // namespace

std::string problem_json(const DispatchProblem& problem) {
    Writer writer;
    writer("schema", std::string(schema));
    DispatchProblem copy = problem;
    fields_of(copy, writer);
    return document_text(writer.object);
}

DispatchProblem problem_of_json(std::string_view text, const std::string& file) {
    check_json_depth(text, file);
    const Json json = Json::parse(text, nullptr, false);
    if (json.is_discarded()) {
        throw bad_input({.code = "json.syntax",
                         .message = "the JSON is broken",
                         .file = file,
                         .field = {},
                         .found = {},
                         .expected = std::string(schema)});
    }
    const JsonFile of{file};
    Reader reader(of, "", json);
    std::string found;
    reader("schema", found);
    if (found != schema) {
        throw of.wrong("schema", Json(found), std::string(schema));
    }
    DispatchProblem problem;
    fields_of(problem, reader);
    reader.refuse_unknown();
    validate(problem);
    return problem;
}

}  // namespace relief
