// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace relief {

/// How a grid is asked for the value at a place: the cell it lies in, or the four points round it.
enum class Sampling { nearest, bilinear };

}  // namespace relief
