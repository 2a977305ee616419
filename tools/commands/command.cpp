// SPDX-License-Identifier: Apache-2.0
#include "tools/commands/command.h"

#include "tools/commands/situation.h"
#include "tools/commands/upkeep.h"

#include <array>
#include <iterator>
#include <utility>

namespace relief {

const std::vector<GroupSpec>& command_groups() {
    static const std::vector<GroupSpec> groups{
        {"scenario", "情景", "scenarios"},
        {"doc", "单据", "documents"},
        {"lot", "批次", "lots"},
        {"period", "账期", "closed periods"},
        {"inspect", "安全检查、隐患、责任书、培训", "inspections, hazards, letters, training"},
        {"inspect hazard", "隐患", "hazards"},
        {"inspect letter", "责任书", "responsibility letters"},
        {"inspect training", "安全岗位培训", "training of the safety posts"},
        {"consignment", "代储", "consignment contracts and keepers' duties"},
        {"agreement", "协议储备", "agreements with suppliers"},
        {"order", "调拨", "allotment orders"},
        {"office", "人员、职务、签批权限", "people, posts, who may sign"},
        {"office rules", "签批权限表", "the table of who may sign what"},
        {"office account", "登录账号", "accounts to log in with"},
        {"office grant", "角色授权", "grants of roles"},
        {"office session", "登录会话", "sessions"},
        {"audit", "审计", "the audit lines"},
        {"count", "盘点", "stock counts"},
        {"duty", "值班", "the duty book"},
        {"report", "灾情报告，库存报表", "reports of losses, reports of the books"},
        {"incident", "灾害登记", "events of the books"},
        {"expert", "专家委员会", "the expert committee"},
        {"closure", "封路", "closures of roads"},
        {"network", "路网", "road networks"},
        {"alert", "预警", "warnings"},
        {"readiness", "备灾", "how well prepared the depots are"},
    };
    return groups;
}

const std::vector<CommandSpec>& command_specs() {
    static const std::vector<CommandSpec> specs = [] {
        std::vector<CommandSpec> all;
        constexpr std::array families{
            books_commands,              //
            backup_commands,             //
            reference_commands,          //
            level_commands,              //
            assessment_commands,         //
            plan_commands,               //
            replan_commands,             //
            explain_commands,            //
            compare_commands,            //
            road_commands,               //
            document_commands,           //
            order_commands,              //
            order_reading_commands,      //
            office_commands,             //
            account_commands,            //
            audit_commands,              //
            stock_commands,              //
            inspect_commands,            //
            consignment_commands,        //
            agreement_commands,          //
            paper_commands,              //
            count_commands,              //
            print_commands,              //
            import_commands,             //
            duty_commands,               //
            situation_commands,          //
            closure_commands,            //
            report_commands,             //
            incident_commands,           //
            field_report_commands,       //
            expert_commands,             //
            network_commands,            //
            alert_commands,              //
            alert_release_commands,      //
            alert_preposition_commands,  //
            alert_receive_commands,      //
            serve_commands,              //
            help_commands,
        };
        for (const auto family : families) {
            std::vector<CommandSpec> specs_of_family = family();
            std::move(specs_of_family.begin(), specs_of_family.end(), std::back_inserter(all));
        }
        return all;
    }();
    return specs;
}

}  // namespace relief
