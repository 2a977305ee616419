// SPDX-License-Identifier: Apache-2.0
// The shared test helpers, compiled into this room's test program.
#include "tests/kit/goods_check.cpp"
#include "tests/kit/movement_check.cpp"
#include "tests/kit/needs_check.cpp"
#include "tests/kit/plan_checker.cpp"
#include "tests/kit/plan_doc.cpp"
#include "tests/kit/program.cpp"
#include "tests/kit/table.cpp"
#include "tests/kit/world.cpp"
