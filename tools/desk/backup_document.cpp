// SPDX-License-Identifier: Apache-2.0
#include "tools/desk/backup.h"

#include "core/data_source.h"
#include "core/error.h"
#include "core/json_depth.h"
#include "core/store/schema.h"
#include "tools/desk/document.h"
#include "tools/desk/text_table.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace relief {
namespace {

using OrderedJson = nlohmann::ordered_json;

OrderedJson fields_of(const BackupManifest& manifest) {
    return {{"schema", "relief.backup/1"},
            {"file", manifest.file},
            {"taken_at", format_instant(manifest.taken_at)},
            {"seq", manifest.head.seq},
            {"hash", manifest.head.hash},
            {"schema_version", manifest.schema},
            {"program", manifest.program},
            {"bytes", manifest.bytes},
            {"sha256", manifest.sha256},
            {"proof", manifest.proof},
            {"rows", manifest.rows}};
}

Error broken(const std::filesystem::path& file, std::string found, std::string expected) {
    return bad_input({.code = "backup.manifest",
                      .message = "the manifest of the backup is missing or broken",
                      .file = file.string(),
                      .found = std::move(found),
                      .expected = std::move(expected)});
}

BackupManifest manifest_from(const OrderedJson& json, const std::filesystem::path& file) {
    if (json.at("schema") != "relief.backup/1") {
        throw broken(file, json.at("schema").dump(), "relief.backup/1");
    }
    const auto taken_at = parse_instant(json.at("taken_at").get<std::string>());
    if (!taken_at) {
        throw broken(file, json.at("taken_at").dump(), "the moment it was taken");
    }
    return {.file = json.at("file").get<std::string>(),
            .taken_at = *taken_at,
            .head = {.seq = json.at("seq").get<std::int64_t>(),
                     .hash = json.at("hash").get<std::string>()},
            .schema = json.at("schema_version").get<std::int64_t>(),
            .program = json.at("program").get<std::string>(),
            .bytes = json.at("bytes").get<std::int64_t>(),
            .sha256 = json.at("sha256").get<std::string>(),
            .proof = json.at("proof").get<std::string>(),
            .rows = json.at("rows").get<std::map<std::string, std::int64_t>>()};
}

const KeptBackup* last_good(const std::vector<KeptBackup>& backups) {
    const auto found = std::find_if(backups.begin(), backups.end(),
                                    [](const KeptBackup& backup) { return backup.wrong.empty(); });
    return found == backups.end() ? nullptr : &*found;
}

std::int64_t age_of(const KeptBackup& backup, Instant now) {
    return std::int64_t{(now - backup.manifest->taken_at).count()};
}

/// "3 d 4 h", "4 h 12 min".
std::string age_text(std::int64_t seconds, bool zh) {
    const std::int64_t minutes = std::max<std::int64_t>(0, seconds) / 60;
    const std::int64_t hours = minutes / 60;
    const std::int64_t days = hours / 24;
    if (days > 0) {
        return zh ? fmt::format("{} 天 {} 小时", days, hours % 24)
                  : fmt::format("{} d {} h", days, hours % 24);
    }
    return zh ? fmt::format("{} 小时 {} 分", hours, minutes % 60)
              : fmt::format("{} h {} min", hours, minutes % 60);
}

}  // namespace

std::string manifest_json(const BackupManifest& manifest) {
    return document_text(fields_of(manifest));
}

BackupManifest read_manifest(const std::filesystem::path& backup) {
    const std::filesystem::path file = manifest_of(backup);
    std::string text;
    try {
        text = read_file(file);
    } catch (const Error& error) {
        throw broken(file, error.detail().message, "the manifest written beside the backup");
    }
    try {
        check_json_depth(text, file.string());
        BackupManifest manifest = manifest_from(OrderedJson::parse(text), file);
        if (manifest.file != backup.filename().string()) {
            throw broken(file, "the manifest of " + manifest.file,
                         "that of " + backup.filename().string() + "; a backup keeps its name");
        }
        return manifest;
    } catch (const nlohmann::json::exception& error) {
        throw broken(file, error.what(), "relief.backup/1");
    }
}

std::string backup_json(const BackupResult& result) {
    OrderedJson document = fields_of(result.manifest);
    document["path"] = result.file.string();
    document["removed"] = result.removed;
    return document_text(document);
}

std::string backup_text(const BackupResult& result, std::string_view language) {
    const BackupManifest& manifest = result.manifest;
    const bool zh = language == "zh";
    std::string text =
        zh ? fmt::format("已备份到 {}\n日志至第 {} 行，{} 字节，{}\n", result.file.string(),
                         manifest.head.seq, manifest.bytes,
                         manifest.proof == "whole" ? "已全面核对" : "已快速核对")
           : fmt::format("Backed up to {}\nJournal up to row {}, {} bytes, {}\n",
                         result.file.string(), manifest.head.seq, manifest.bytes,
                         manifest.proof == "whole" ? "proven in full"
                                                   : "proven from the last full proof on");
    for (const std::string& name : result.removed) {
        text += zh ? fmt::format("已删除旧备份 {}\n", name) : fmt::format("Removed {}\n", name);
    }
    return text;
}

std::string backups_json(const std::vector<KeptBackup>& backups, Instant now) {
    OrderedJson list = OrderedJson::array();
    for (const KeptBackup& backup : backups) {
        OrderedJson row{
            {"file", backup.file.filename().string()},
            {"good", backup.wrong.empty()},
            {"wrong", backup.wrong.empty() ? OrderedJson(nullptr) : OrderedJson(backup.wrong)}};
        if (backup.manifest) {
            row["taken_at"] = format_instant(backup.manifest->taken_at);
            row["seq"] = backup.manifest->head.seq;
            row["bytes"] = backup.manifest->bytes;
        }
        list.push_back(std::move(row));
    }
    const KeptBackup* last = last_good(backups);
    return document_text(
        {{"schema", "relief.backups/1"},
         {"backups", std::move(list)},
         {"last_good",
          last == nullptr ? OrderedJson(nullptr) : OrderedJson(last->file.filename().string())},
         {"age_seconds",
          last == nullptr ? OrderedJson(nullptr) : OrderedJson(age_of(*last, now))}});
}

std::string backups_text(const std::vector<KeptBackup>& backups, Instant now,
                         std::string_view language) {
    const bool zh = language == "zh";
    TextTable table(zh ? std::vector<std::string>{"备份", "取于", "日志行", "字节", "状况"}
                       : std::vector<std::string>{"backup", "taken at", "row", "bytes", "state"},
                    {false, false, true, true, false});
    for (const KeptBackup& backup : backups) {
        const auto& manifest = backup.manifest;
        table.add({backup.file.filename().string(),
                   manifest ? format_instant(manifest->taken_at) : "-",
                   manifest ? std::to_string(manifest->head.seq) : "-",
                   manifest ? std::to_string(manifest->bytes) : "-",
                   backup.wrong.empty() ? std::string(in_language(language, "完好", "good"))
                                        : backup.wrong});
    }
    std::string text = table.empty() ? "" : table.text();
    const KeptBackup* last = last_good(backups);
    if (last == nullptr) {
        return text + (zh ? "没有完好的备份。\n" : "There is no good backup.\n");
    }
    const std::string age = age_text(age_of(*last, now), zh);
    return text + (zh ? fmt::format("最近一份完好的备份取于 {}前。\n", age)
                      : fmt::format("The last good backup is {} old.\n", age));
}

std::string restore_json(const RestoreResult& result) {
    OrderedJson anchor = nullptr;
    if (result.anchored) {
        anchor = {{"seq", *result.anchored},
                  {"rows_after_the_backup", result.rows_after_the_backup}};
    }
    return document_text(
        {{"schema", "relief.restore/1"},
         {"backup", result.manifest.file},
         {"taken_at", format_instant(result.manifest.taken_at)},
         {"db", result.db ? OrderedJson(result.db->string()) : OrderedJson(nullptr)},
         {"ok", result.proof.ok},
         {"seq", result.proof.head.seq},
         {"hash", result.proof.head.hash},
         {"schema_version", newest_schema_version()},
         {"checked", result.proof.checked},
         {"anchor", std::move(anchor)}});
}

std::string restore_text(const RestoreResult& result, std::string_view language) {
    const bool zh = language == "zh";
    const BackupManifest& manifest = result.manifest;
    std::string text =
        zh ? fmt::format("{}：取于 {}，已证实到日志第 {} 行 {}\n", manifest.file,
                         format_instant(manifest.taken_at), manifest.head.seq, manifest.head.hash)
           : fmt::format("{}: taken {}, proven to row {} of the journal {}\n", manifest.file,
                         format_instant(manifest.taken_at), manifest.head.seq, manifest.head.hash);
    if (result.anchored) {
        text += result.rows_after_the_backup == 0
                    ? std::string(zh ? "与锚文件相符。\n" : "It agrees with the anchor file.\n")
                : zh ? fmt::format("与锚文件相符；锚文件记到第 {} 行，备份之后至少缺 {} 行。\n",
                                   *result.anchored, result.rows_after_the_backup)
                     : fmt::format(
                           "It agrees with the anchor file, which knows row {}: at least "
                           "{} rows came after the backup and are not in it.\n",
                           *result.anchored, result.rows_after_the_backup);
    }
    if (result.db) {
        text += zh ? fmt::format("已恢复为 {}\n", result.db->string())
                   : fmt::format("Restored as {}\n", result.db->string());
    }
    return text;
}

}  // namespace relief
