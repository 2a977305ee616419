// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tools/benchmarks/vrp/vrp_file.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace relief::bench {

/// One line of a case, cut at blanks; `number` counts from 1.
struct VrpLine {
    int number = 0;
    std::vector<std::string> words;
};

/// The lines of a case that hold something, and the errors that name them.
class VrpText {
  public:
    VrpText(std::string file, std::string_view text);

    [[nodiscard]] const std::string& file() const { return file_; }
    [[nodiscard]] const std::vector<VrpLine>& lines() const { return lines_; }
    /// The line at `index`; an error that the file ends where `field` was to come.
    [[nodiscard]] const VrpLine& line(std::size_t index, const std::string& field) const;

    /// A finite number, a number of at least 0, a whole number of at least `least`.
    [[nodiscard]] double number(const VrpLine& line, std::size_t word,
                                const std::string& field) const;
    [[nodiscard]] double amount(const VrpLine& line, std::size_t word,
                                const std::string& field) const;
    [[nodiscard]] std::int64_t whole(const VrpLine& line, std::size_t word,
                                     const std::string& field, std::int64_t least = 0) const;
    [[noreturn]] void wrong(int line, const std::string& field, const std::string& found,
                            const std::string& expected) const;
    [[noreturn]] void not_solved(int line, const std::string& field, const std::string& found,
                                 const std::string& solved) const;

  private:
    [[nodiscard]] const std::string& word_at(const VrpLine& line, std::size_t word,
                                             const std::string& field) const;

    std::string file_;
    std::vector<VrpLine> lines_;
    int last_line_ = 0;
};

struct VrpPoint {
    double x = 0;
    double y = 0;
};

/// Distances between all points. Rows and columns in the order of the points.
[[nodiscard]] std::vector<double> euclidean(const std::vector<VrpPoint>& points,
                                            VrpRounding rounding);
/// A time or a length of the file in the unit of the rounded distances.
[[nodiscard]] double rounded(double value, VrpRounding rounding);

[[nodiscard]] VrpFile read_vrplib(const VrpText& text, const VrpReading& reading);
[[nodiscard]] VrpFile read_solomon(const VrpText& text);
[[nodiscard]] VrpFile read_cordeau(const VrpText& text);
[[nodiscard]] VrpFile read_hvrp(const VrpText& text);
[[nodiscard]] VrpFile read_split(const VrpText& text);

}  // namespace relief::bench
