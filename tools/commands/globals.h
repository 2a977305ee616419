// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tools/commands/command.h"

#include <array>
#include <string_view>

namespace relief {

inline constexpr std::string_view program_version = "relief 0.1.0";

/// The options that may stand before or after every command (options.h holds what was typed).
inline constexpr std::array<OptionSpec, 11> global_options{{
    {"--db", "FILE", "账目数据库；不给则在内存中用 data/ 新建一份",
     "database of the books; without it a fresh copy of data/ in memory"},
    {"--data", "DIR", "数据目录；默认按程序所在位置查找",
     "the folder data/; found from the program's own place by default"},
    {"--server", "URL", "交给服务器执行，不动本机文件", "ask a server instead of a file"},
    {"--actor", "PERSON", "经办人：人员代码或姓名；记入日志",
     "who asks: a person's code or name; kept in the journal"},
    {"--clock", "TIME", "把时钟拨到此刻，仅用于演练和测试的示例账",
     "set the clock, for drills and tests on synthetic books only"},
    {"--json", "", "在标准输出上给出一份 JSON", "one JSON document on stdout",
     OptionSpec::Form::flag},
    {"--lang", "zh|en", "zh 或 en；默认随系统语言", "zh or en; the locale's by default"},
    {"--seed", "N", "随机种子", "seed"},
    {"--threads", "N", "线程数；结果与线程数无关", "threads; the answer is the same with any"},
    {"--explain", "", "写出每个数字的来历", "show where every number comes from",
     OptionSpec::Form::flag},
    {"--quiet", "", "不显示进度", "no progress on stderr", OptionSpec::Form::flag},
}};

}  // namespace relief
