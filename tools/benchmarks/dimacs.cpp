// SPDX-License-Identifier: Apache-2.0
#include "tools/benchmarks/dimacs.h"

#include "core/error.h"

#include <fmt/format.h>
#include <libdeflate.h>

#include <array>
#include <charconv>
#include <fstream>
#include <iterator>
#include <memory>
#include <span>
#include <utility>

namespace relief::bench {
namespace {

constexpr std::size_t largest_text = std::size_t{2} << 30U;
// A network of more nodes than this is a slip of the pen, and would be room for gigabytes.
constexpr std::int64_t most_nodes = 20'000'000;

struct FreeDecompressor {
    void operator()(libdeflate_decompressor* decompressor) const {
        libdeflate_free_decompressor(decompressor);
    }
};

Error unreadable(const std::string& path, const std::string& found) {
    return bad_input({.code = "file.read",
                      .message = "the packed file cannot be unpacked",
                      .file = path,
                      .found = found,
                      .expected = "a whole gzip file"});
}

/// One member of a gzip file behind `packed`; what it took is cut off there.
std::string unpack_member(libdeflate_decompressor* decompressor, std::string_view& packed,
                          const std::string& path) {
    std::string text(4 * packed.size() + 1024, '\0');
    while (true) {
        std::size_t read = 0;
        std::size_t written = 0;
        const libdeflate_result result = libdeflate_gzip_decompress_ex(
            decompressor, packed.data(), packed.size(), text.data(), text.size(), &read, &written);
        if (result == LIBDEFLATE_SUCCESS) {
            text.resize(written);
            packed.remove_prefix(read);
            return text;
        }
        if (result != LIBDEFLATE_INSUFFICIENT_SPACE) {
            throw unreadable(path, "damaged or cut data");
        }
        if (text.size() >= largest_text) {
            throw unreadable(path, "more than 2 GiB");
        }
        text.resize(2 * text.size());
    }
}

std::string unpacked(std::string_view packed, const std::string& path) {
    const std::unique_ptr<libdeflate_decompressor, FreeDecompressor> decompressor(
        libdeflate_alloc_decompressor());
    std::string text;
    while (!packed.empty()) {
        text += unpack_member(decompressor.get(), packed, path);
        if (text.size() > largest_text) {
            throw unreadable(path, "more than 2 GiB");
        }
    }
    return text;
}

/// The lines of a DIMACS file, one after another, and where in them we are.
class DimacsReader {
  public:
    DimacsReader(const std::string& file, std::string_view text) : file_(file), text_(text) {}

    FlowProblem read() {
        while (next_line()) {
            if (words_ == 0 || fields_[0].front() == 'c') {
                continue;
            }
            if (fields_[0] == "p") {
                read_problem();
            } else if (fields_[0] == "n") {
                read_node();
            } else if (fields_[0] == "a") {
                read_arc();
            } else {
                throw wrong("line", std::string(fields_[0]), "c, p, n or a");
            }
        }
        finish();
        return std::move(problem_);
    }

  private:
    /// The next line cut at its blanks. False at the end.
    bool next_line() {
        if (at_ >= text_.size()) {
            return false;
        }
        const std::size_t end = std::min(text_.find('\n', at_), text_.size());
        std::string_view line = text_.substr(at_, end - at_);
        at_ = end + 1;
        ++line_;
        words_ = 0;
        constexpr std::string_view blanks = " \t\r";
        for (std::size_t from = line.find_first_not_of(blanks); from != std::string_view::npos;
             from = line.find_first_not_of(blanks)) {
            line.remove_prefix(from);
            const std::size_t length = std::min(line.find_first_of(blanks), line.size());
            if (words_ < fields_.size()) {
                fields_[words_] = line.substr(0, length);
            }
            ++words_;
            line.remove_prefix(length);
        }
        return true;
    }

    [[nodiscard]] Error wrong(const std::string& field, const std::string& found,
                              const std::string& expected) const {
        return bad_input({.code = "flow.file",
                          .message = "this is no DIMACS minimum-cost flow",
                          .file = file_,
                          .line = line_,
                          .field = field,
                          .found = found,
                          .expected = expected});
    }

    void expect_words(std::size_t count, const char* form) const {
        if (words_ != count) {
            throw wrong("line", fmt::format("{} fields", words_), form);
        }
    }

    [[nodiscard]] std::int64_t number(std::size_t word, const char* field) const {
        const std::string_view digits = fields_.at(word);
        std::int64_t value = 0;
        const auto [end, error] =
            std::from_chars(digits.data(), digits.data() + digits.size(), value);
        if (error != std::errc{} || end != digits.data() + digits.size()) {
            throw wrong(field, std::string(digits), "a whole number of 64 bits");
        }
        return value;
    }

    [[nodiscard]] std::int64_t number(std::size_t word, const char* field, std::int64_t least,
                                      std::int64_t most) const {
        const std::int64_t value = number(word, field);
        if (value < least || value > most) {
            throw wrong(field, std::to_string(value), fmt::format("{} to {}", least, most));
        }
        return value;
    }

    [[nodiscard]] int node(std::size_t word, const char* field) const {
        const auto nodes = static_cast<std::int64_t>(problem_.supply.size());
        return static_cast<int>(number(word, field, 1, nodes)) - 1;
    }

    void expect_problem() const {
        if (!announced_) {
            throw wrong("line", std::string(fields_[0]), "the line p min NODES ARCS first");
        }
    }

    void read_problem() {
        constexpr const char* form = "p min NODES ARCS, once";
        expect_words(4, form);
        if (announced_ || fields_[1] != "min") {
            throw wrong("line", announced_ ? "p twice" : std::string(fields_[1]), form);
        }
        announced_ = true;
        problem_.supply.assign(static_cast<std::size_t>(number(2, "NODES", 0, most_nodes)), 0);
        given_.assign(problem_.supply.size(), false);
        arcs_ = number(3, "ARCS", 0, flow_infinity);
    }

    void read_node() {
        expect_problem();
        expect_words(3, "n ID SUPPLY");
        const auto id = static_cast<std::size_t>(node(1, "ID"));
        if (given_[id]) {
            throw wrong("ID", std::to_string(id + 1), "each node once");
        }
        given_[id] = true;
        problem_.supply[id] = number(2, "SUPPLY");
    }

    void read_arc() {
        expect_problem();
        expect_words(6, "a FROM TO LOW CAP COST");
        const std::int64_t low = number(3, "LOW", 0, flow_infinity);
        problem_.arcs.push_back({.from = node(1, "FROM"),
                                 .to = node(2, "TO"),
                                 .lower = low,
                                 .upper = number(4, "CAP", low, flow_infinity),
                                 .cost = number(5, "COST")});
    }

    void finish() const {
        if (!announced_) {
            throw wrong("line", "no line p", "p min NODES ARCS");
        }
        if (static_cast<std::int64_t>(problem_.arcs.size()) != arcs_) {
            throw wrong("ARCS", fmt::format("{} arcs", problem_.arcs.size()),
                        fmt::format("{} as announced", arcs_));
        }
    }

    const std::string& file_;
    std::string_view text_;
    std::size_t at_ = 0;
    int line_ = 0;
    std::array<std::string_view, 7> fields_;
    std::size_t words_ = 0;
    bool announced_ = false;
    std::int64_t arcs_ = 0;
    std::vector<bool> given_;
    FlowProblem problem_;
};

}  // namespace

std::string read_packed(const std::string& path) {
    std::ifstream stream(path, std::ios::binary);
    if (!stream) {
        throw bad_input({.code = "file.missing", .message = "there is no such file", .file = path});
    }
    std::string text{std::istreambuf_iterator<char>(stream), {}};
    if (stream.bad()) {
        throw unreadable(path, "an error of the disk");
    }
    return text.starts_with("\x1f\x8b") ? unpacked(text, path) : text;
}

FlowProblem parse_dimacs(const std::string& file, std::string_view text) {
    return DimacsReader(file, text).read();
}

}  // namespace relief::bench
