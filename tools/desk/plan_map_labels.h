// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string_view>
#include <vector>

namespace relief {

/// A rectangle of the drawing, y down.
struct DrawnBox {
    double left = 0;
    double top = 0;
    double right = 0;
    double bottom = 0;

    [[nodiscard]] bool overlaps(const DrawnBox& other) const {
        return left < other.right && other.left < right && top < other.bottom && other.top < bottom;
    }
    [[nodiscard]] bool holds(double x, double y) const {
        return left <= x && x <= right && top <= y && y <= bottom;
    }
};

/// How wide a text is drawn, in the unit of its size: a Chinese character takes its size.
[[nodiscard]] double drawn_width(std::string_view utf8, double size);

/// Finds room for labels: never on a symbol or another label, away from lines where it can.
/// Labels are asked for in the order of their weight; one that finds no room is left out.
class LabelPlacer {
  public:
    explicit LabelPlacer(DrawnBox sheet) : sheet_(sheet) {}

    /// Nothing is written here.
    void block(const DrawnBox& box) { blocked_.push_back(box); }
    /// A point of a line: labels keep off it where there is a choice.
    void avoid(double x, double y) { avoided_.push_back({x, y}); }

    /// A box of this size beside a symbol at x, y with the radius `reach`, taken from then on.
    [[nodiscard]] std::optional<DrawnBox> place(double x, double y, double reach, double width,
                                                double height);

  private:
    struct Spot {
        double x;
        double y;
    };
    [[nodiscard]] int crossings(const DrawnBox& box) const;

    DrawnBox sheet_;
    std::vector<DrawnBox> blocked_;
    std::vector<Spot> avoided_;
};

}  // namespace relief
