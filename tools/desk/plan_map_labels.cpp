// SPDX-License-Identifier: Apache-2.0
#include "tools/desk/plan_map_labels.h"

#include <algorithm>
#include <array>

namespace relief {

double drawn_width(std::string_view utf8, double size) {
    double ems = 0;
    for (const char byte : utf8) {
        const auto code = static_cast<unsigned char>(byte);
        // One em for each character of three bytes and more (Chinese), about half for a Latin one.
        if (code >= 0xE0) {
            ems += 1;
        } else if (code < 0x80) {
            ems += 0.58;
        } else if (code >= 0xC0) {
            ems += 0.6;
        }
    }
    return ems * size;
}

int LabelPlacer::crossings(const DrawnBox& box) const {
    return static_cast<int>(std::count_if(avoided_.begin(), avoided_.end(), [&](const Spot& spot) {
        return box.holds(spot.x, spot.y);
    }));
}

std::optional<DrawnBox> LabelPlacer::place(double x, double y, double reach, double width,
                                           double height) {
    struct Offset {
        double dx;  // of the box's centre, in halves of its size plus the reach
        double dy;
    };
    constexpr std::array<Offset, 12> offsets{{{1, 0},
                                              {-1, 0},
                                              {0, 1},
                                              {0, -1},
                                              {1, -0.8},
                                              {1, 0.8},
                                              {-1, -0.8},
                                              {-1, 0.8},
                                              {0.6, 1},
                                              {-0.6, 1},
                                              {0.6, -1},
                                              {-0.6, -1}}};
    std::optional<DrawnBox> best;
    double lowest = 0;
    for (const double far : {1.0, 2.2, 3.6}) {
        for (const Offset& offset : offsets) {
            const double gap = reach * far;
            const double cx = x + offset.dx * (width / 2 + gap);
            const double cy = y + offset.dy * (height / 2 + gap);
            const DrawnBox box{cx - width / 2, cy - height / 2, cx + width / 2, cy + height / 2};
            const bool inside = box.left >= sheet_.left && box.right <= sheet_.right &&
                                box.top >= sheet_.top && box.bottom <= sheet_.bottom;
            const bool free =
                inside && std::none_of(blocked_.begin(), blocked_.end(),
                                       [&](const DrawnBox& other) { return box.overlaps(other); });
            if (!free) {
                continue;
            }
            // A label a step further off is worse than one that crosses a line here and there.
            constexpr double step_cost = 5;
            const double cost = crossings(box) + step_cost * (far - 1);
            if (!best || cost < lowest) {
                best = box;
                lowest = cost;
            }
        }
    }
    if (best) {
        block(*best);
    }
    return best;
}

}  // namespace relief
