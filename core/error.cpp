// SPDX-License-Identifier: Apache-2.0
#include "core/error.h"

#include <array>
#include <utility>

namespace relief {
namespace {

struct Title {
    std::string_view code;
    std::string_view zh;
    std::string_view en;
};

// One row per code. A code is stable: scripts and the console match on it.
constexpr std::array titles{
    Title{"csv.columns", "表格的列不对", "the table does not have the expected columns"},
    Title{"csv.row", "表格某一行的栏数不对", "a row has another number of fields than the header"},
    Title{"csv.quote", "引号没有闭合", "a quoted field is not closed"},
    Title{"csv.empty", "必填栏是空的", "a required field is empty"},
    Title{"csv.number", "不是数", "a field is not a number"},
    Title{"csv.range", "数值超出允许范围", "a number is out of range"},
    Title{"csv.date", "不是日期或时间", "a field is not a date or a time"},
    Title{"csv.value", "取值不在允许的范围内", "a field holds a value that is not allowed"},
    Title{"csv.key", "主键重复", "a key is used twice"},
    Title{"csv.reference", "引用了不存在的代码", "a field names something that does not exist"},
    Title{"text.encoding", "文字编码不是 UTF-8 或 GB18030",
          "the text is neither UTF-8 nor GB18030"},
    Title{"sheet.empty", "表格里什么都没有", "there is nothing in the spreadsheet"},
    Title{"sheet.size", "表格大得不像库存表，没有读", "the spreadsheet is too large to be a list"},
    Title{"sheet.format", "不是 csv、xlsx 或 xls 表格",
          "the file is no csv, xlsx or xls spreadsheet"},
    Title{"sheet.encrypted", "文件有密码，请去掉密码再发",
          "the file has a password; save it without one"},
    Title{"sheet.damaged", "表格文件已损坏，请重新保存再发",
          "the spreadsheet is damaged; save it and send it again"},
    Title{"sheet.unsafe", "表格文件里有不该有的内容，没有读",
          "the spreadsheet holds what no spreadsheet program writes"},
    Title{"import.header", "找不到表头：没有一行写明物资和数量",
          "no line of the sheet names goods and a quantity"},
    Title{"import.columns", "两列的意思相同，分不清用哪一列",
          "two columns of the sheet mean the same"},
    Title{"import.nothing", "表里没有一行可以入账", "no row of the sheet can be posted"},
    Title{"import.batch", "没有这次导入", "there is no such import"},
    Title{"import.count", "这次导入的盘点单没有记账，或已另行处理",
          "a count of the import is not posted, or no longer"},
    Title{"import.reversed", "这张表已入账、后已冲销；改正后再导入",
          "the sheet was posted and reversed; mend it before it is imported"},
    Title{"import.sheet", "没有这个名字的工作表", "there is no sheet of that name"},
    Title{"import.site", "不知道是哪个库点的表", "it is not known whose depot's sheet it is"},
    Title{"json.syntax", "JSON 语法错误", "the JSON is broken"},
    Title{"json.unknown", "JSON 中有不认识的字段", "a key of the JSON is not known"},
    Title{"plan.over", "方案送达超过需求与所列备量", "the plan brings more than is needed"},
    Title{"json.field", "JSON 字段缺失或类型不对", "a JSON field is missing or of another type"},
    Title{"file.missing", "文件不存在", "the file does not exist"},
    Title{"file.read", "文件读不出来", "the file cannot be read"},
    Title{"file.write", "文件写不进去", "the file cannot be written"},
    Title{"usage", "命令用法不对", "the command line is used wrongly"},
    Title{"argument.value", "选项的值看不懂", "the value of an option cannot be read"},
    Title{"argument.range", "数字超出合理范围", "a figure is out of range"},
    Title{"scenario.unknown", "没有这个情景", "there is no such scenario"},
    Title{"place.unknown", "没有这个地名", "there is no such place"},
    Title{"place.ambiguous", "地名有重名，请写明上级",
          "the place name has homonyms; name its parent"},
    Title{"item.unknown", "没有这种物资", "there is no such item"},
    Title{"plan.unknown", "没有这个预案", "there is no such response plan"},
    Title{"shipment.unknown", "方案里没有这一批", "the plan has no such shipment"},
    Title{"plan.changed", "方案文件写出后被改动过",
          "the plan's file was changed after it was written"},
    Title{"plan.foreign", "方案不是用这套账和表编的", "the plan was made on other books or tables"},
    Title{"plan.stale", "账里已有更新方案的调拨令", "the books hold orders of a later plan"},
    Title{"plan.vehicles", "车辆数对不上", "the number of lorries cannot be"},
    Title{"plan.pin", "指定的发运做不到", "what is pinned cannot be sent"},
    Title{"plan.surplus", "超过需求和预留，不予安排",
          "more would come than is needed and its reserve"},
    Title{"plan.other_problem", "方案不是由这些数字做出的",
          "the plan was not made from these figures"},
    Title{"report.unknown", "没有这份报告", "there is no such report"},
    Title{"report.columns", "找不到表头：没有一行写明单位和指标",
          "no row of the sheet names a unit and metrics"},
    Title{"report.lines", "有错行，整个文件未收", "lines of the file are wrong; none was taken"},
    Title{"report.nothing", "文件里没有报告", "the file holds no report"},
    Title{"report.repeat", "这份报告已经收过；改数请报更正",
          "the report was taken already; figures are changed by a correction"},
    Title{"report.corrects", "要更正的报告不在账上，或已被更正",
          "what is to be corrected is not in the books, or was corrected already"},
    Title{"report.closed", "该单位已核报；再报须先重新启报",
          "the unit has given its final report; re-open the event first"},
    Title{"report.drill", "演练的报告不得入真账", "a drill's report never enters live books"},
    Title{"form.unknown", "没有这种统计表", "there is no such statutory form"},
    Title{"response.plan", "这个预案当时不在执行", "this plan was not in force then"},
    Title{"response.step", "响应不在这一步", "the response is not at this step"},
    Title{"response.reason", "与建议不同的决定须写明理由",
          "a decision away from what is recommended needs its reason"},
    Title{"response.modifier", "没有这条可由人酌定的规则",
          "there is no such rule that a person may decide by"},
    Title{"response.procedure", "没有规定由谁决定", "nobody says who decides"},
    Title{"response.decider", "此人无权决定响应", "this person may not decide on the response"},
    Title{"response.document", "由账外的机关决定，须有文号",
          "a body outside the books decides: its paper is needed"},
    Title{"response.action", "没有这项要办的事", "there is no such action to be done"},
    Title{"response.done", "这件事不能标为办结", "the action cannot be marked done"},
    Title{"incident.unknown", "账上没有这场灾害", "the books know no such event"},
    Title{"incident.exists", "这场灾害已经登记", "the event is in the books already"},
    Title{"incident.step", "灾害已不在这一步", "the event is not at this step"},
    Title{"xml.unsafe", "XML 文件里有不该有的声明，没有读",
          "the XML declares what it should not, and was not read"},
    Title{"xml.damaged", "XML 文件已损坏", "the XML is broken"},
    Title{"xml.size", "XML 文件太大，没有读", "the XML is too large"},
    Title{"shakemap.format", "不是可读的震动图格网",
          "the file is no ShakeMap grid that can be read"},
    Title{"shakemap.size", "震动图格网太大，没有读", "the ShakeMap grid is too large"},
    Title{"raster.format", "不是可读的栅格文件（GeoTIFF、ESRI ASCII）",
          "the file is no GeoTIFF or ESRI ASCII raster that can be read"},
    Title{"raster.size", "栅格太大，没有读", "the raster is too large"},
    Title{"raster.system", "栅格的坐标系不明或与坐标不符",
          "the coordinate system of the raster is unknown or does not fit"},
    Title{"raster.match", "两个栅格的格网对不上", "two rasters do not lie on one grid"},
    Title{"isoseismal.zone", "烈度衰减表里没有这个分区",
          "the table of intensity attenuation has no such zone"},
    Title{"station.unit", "站点观测的单位不认识", "the unit of a station's value is not known"},
    Title{"loss.model", "损失模型的参数不成立", "the parameters of a loss model cannot be"},
    Title{"loss.case", "损失算例读不下去", "the loss cases cannot be read"},
    Title{"layer.format", "不是可读的地图图层", "the file is no map layer that can be read"},
    Title{"layer.unknown", "文件里没有这个图层", "the file holds no such layer"},
    Title{"road.unknown", "路网里没有这个路段", "there is no such edge of the road network"},
    Title{"road.none", "附近没有该车型可走的道路", "no road that this lorry may use is near"},
    Title{"vehicle.unknown", "没有这种车型", "there is no such class of lorry"},
    Title{"road.value", "道路图层里有看不懂的值", "a road of the layer cannot be read"},
    Title{"network.size", "路网太大，装不下", "the road network is too large"},
    Title{"network.pbf", "不是 OpenStreetMap PBF 文件，或已损坏",
          "the file is no OpenStreetMap PBF, or is damaged"},
    Title{"network.empty", "文件里没有能行车的道路", "the file holds no road a vehicle may drive"},
    Title{"network.foreign", "不是 Relief 的路网文件", "the file is not a Relief road network"},
    Title{"network.newer", "路网文件由更新的版本写成",
          "the road network was written by a newer version"},
    Title{"network.damaged", "路网文件已损坏", "the road network file is damaged"},
    Title{"graph.structure", "路网图不成图", "the road graph is no graph"},
    Title{"graph.weight", "路段的权值不对", "the weights do not fit the road graph"},
    Title{"index.order", "索引次序不对", "the order does not name every node once"},
    Title{"index.file", "不是这张路网的索引文件", "the file is no saved index of this road graph"},
    Title{"tour.problem", "车辆路径问题前后不一致", "the tour problem does not hold together"},
    Title{"vrp.file", "车辆路径算例读不下去", "the routing case cannot be read"},
    Title{"vrp.format", "认不出是哪种车辆路径算例", "the file is no routing case known here"},
    Title{"vrp.kind", "本程序不求解这类车辆路径问题",
          "this kind of routing problem is not solved here"},
    Title{"closure.edge", "封路记录对不上任何路段", "a closure names no known road edge"},
    Title{"closure.unknown", "没有这条封路记录", "there is no such closure"},
    Title{"closure.candidate", "没有这个候选位置", "the closure has no such candidate"},
    Title{"closure.step", "这条封路记录已不在这一步", "the closure is not at this step"},
    Title{"closure.time", "封路的时间前后颠倒", "the times of a closure are the wrong way round"},
    Title{"closure.several", "候选位置不止一个，须由人选定",
          "there is not exactly one candidate, so somebody has to choose"},
    Title{"closure.area", "封闭区域的多边形不成立", "the area of a closure is no polygon"},
    Title{"db.missing", "数据库文件不存在", "the database file does not exist"},
    Title{"db.exists", "数据库已存在，不会覆盖",
          "the database exists already and is not overwritten"},
    Title{"db.foreign", "不是 Relief 的数据库", "the file is not a Relief database"},
    Title{"db.newer", "数据库由更新的版本建立", "the database was made by a newer version"},
    Title{"db.older", "数据库结构较旧，需先升级", "the database has an older schema"},
    Title{"db.damaged", "数据库已损坏", "the database is damaged"},
    Title{"db.locked", "数据库正被另一个进程写入", "another process is writing to the database"},
    Title{"db.full", "磁盘已满，什么都没有改动", "the disk is full; nothing was changed"},
    Title{"writer.stopped", "程序正在关账，不再接受改动",
          "the program is closing and takes no more changes"},
    Title{"ledger.unbalanced", "出入不平", "the entries of a movement do not balance"},
    Title{"ledger.negative", "库存会变成负数", "stock would become negative"},
    Title{"ledger.unit", "计量单位不一致", "different units cannot be added"},
    Title{"ledger.proof", "日志不是核对过的那一份", "the journal is not the one that was proven"},
    Title{"ledger.repeat", "同一幂等键下内容不同",
          "the idempotency key was used for something else"},
    Title{"ledger.lot", "批次没有登记，或登记的日期不同",
          "a lot is not registered, or with other dates"},
    Title{"ledger.stage", "没有这种库存状态", "there is no such stage of goods"},
    Title{"ledger.range", "数量大得离谱", "an amount is out of range"},
    Title{"ledger.open", "账已经建立", "the books are open already"},
    Title{"doc.kind", "没有这种单据", "there is no such kind of document"},
    Title{"doc.unknown", "没有这份单据", "there is no such document"},
    Title{"doc.state", "单据现在不能走这一步", "the document cannot take this step now"},
    Title{"office.person", "没有这个人，或有重名", "the desk does not know this person"},
    Title{"office.person_twice", "这个人员代码已有人用", "the code is another's"},
    Title{"office.post", "没有这个职务", "there is no such post"},
    Title{"office.unit", "这个单位没有这个职务", "the post is not one of such a unit"},
    Title{"office.holding", "没有这段任期或代签", "there is no such term or delegation"},
    Title{"office.term", "任期的时间不对", "the time of a term is not right"},
    Title{"office.demo", "真实的账不登记虚构人员", "made-up people do not go into real books"},
    Title{"sign.not_allowed", "此人无权签发", "this person may not sign it"},
    Title{"sign.phone", "不能电话签发", "this is not ordered by telephone"},
    Title{"sign.none", "此响应等级下不得签发", "at this response nobody may sign it"},
    Title{"hazard.unknown", "没有这条隐患", "there is no such hazard"},
    Title{"hazard.grade", "没有这个隐患等级", "there is no such grade of hazard"},
    Title{"hazard.words", "隐患必须写明情况", "a hazard must be told in words"},
    Title{"hazard.state", "隐患现在不能走这一步", "the hazard cannot take this step now"},
    Title{"hazard.order", "这一步早于上一步", "the step is before the one before it"},
    Title{"hazard.person", "必须写明是谁做的", "it must be said who did it"},
    Title{"hazard.same_person", "整改人不能自己复查", "who mended it does not look at it again"},
    Title{"hazard.not_due", "隐患整改期限未到，不用上报", "the hazard still has time"},
    Title{"site.unknown", "没有这个库点", "no depot has this id"},
    Title{"inspect.unknown", "没有这次检查", "there is no such inspection"},
    Title{"inspect.season", "没有这种检查季节", "there is no such season of inspection"},
    Title{"inspect.department", "这个部门不参加或不查这一项",
          "the department takes no part, or does not look at this"},
    Title{"inspect.open", "该库点这类检查还没有结束", "the site has such an inspection already"},
    Title{"inspect.closed", "检查已结束", "the inspection is closed"},
    Title{"inspect.order", "早于检查开始的时间", "it is before the inspection began"},
    Title{"inspect.check", "检查表没有这一项", "the checklist has no such point"},
    Title{"inspect.found", "这个结果已经记过", "the department has said this already"},
    Title{"inspect.signed", "该部门已签字", "the department has signed its findings"},
    Title{"inspect.unsigned", "还有部门没有签字", "not all who took part have signed"},
    Title{"inspect.nothing", "该部门没有检查结果可签",
          "the department has found nothing it could sign"},
    Title{"inspect.other_department", "不能替别的部门签字", "nobody signs for another department"},
    Title{"letter.unknown", "这两家之间不用签责任书", "no letter is due between these two"},
    Title{"letter.signed", "这份责任书已经签过", "the letter of this year is signed"},
    Title{"letter.person", "责任书要双方各一人签字", "two people sign a letter"},
    Title{"letter.day", "责任书的签订日不对", "the letter cannot be signed on this day"},
    Title{"training.post", "没有这个安全岗位", "there is no such safety post"},
    Title{"training.person", "培训必须写明姓名", "it must be said who was trained"},
    Title{"training.day", "培训的日期不对", "the days of the training cannot be right"},
    Title{"consignment.unknown", "没有这份代储协议", "there is no such contract"},
    Title{"consignment.code", "代储协议没有编号", "a contract has a number"},
    Title{"consignment.term", "代储协议的期限不对", "the contract ends before it begins"},
    Title{"consignment.keeper", "这批物资不在这家承储单位",
          "the goods do not lie in this keeper's house"},
    Title{"consignment.number", "代储协议的数字超出范围",
          "a number of the contract is out of range"},
    Title{"consignment.duty", "承储单位没有这件事", "no keeper has this duty"},
    Title{"consignment.done", "这件事已办过或不能这样办", "the duty cannot be done now"},
    Title{"agreement.unknown", "没有这份供应协议", "there is no such agreement"},
    Title{"agreement.term", "供应协议的期限不对", "the agreement does not hold on this day"},
    Title{"agreement.number", "供应协议的数字超出范围",
          "a number of the agreement is out of range"},
    Title{"doc.stale", "单据已有新进展，请先刷新",
          "the document has gone on since it was looked at"},
    Title{"order.line", "调拨令的行不对", "a line of the order is not right"},
    Title{"order.lot", "请写明批次", "the lot has to be named"},
    Title{"order.from", "没有这个库点", "there is no such depot"},
    Title{"order.to", "收货地不对", "nobody receives goods there"},
    Title{"order.amount", "数量超出可办数量", "there is not so much of it"},
    Title{"order.reason", "须写明理由", "this step needs a reason"},
    Title{"order.truck", "须写明车辆", "a load has a lorry"},
    Title{"order.same_person", "经办、复核、签批不能是同一人",
          "who made it does not check it or write it off"},
    Title{"order.application", "须有书面申请", "these goods are allotted on a written application"},
    Title{"order.no_debt", "没有欠着的手续或物资", "nothing is owed"},
    Title{"order.papers", "电话调拨的书面手续未补", "the papers of the telephone order are owed"},
    Title{"consignment.document", "此事项以单据为准，不手工销号",
          "a document of the books does this duty"},
    Title{"order.made", "食品须写明生产日期", "food comes with the day it was made"},
    Title{"order.expired", "过期食品不得接收", "food past its last day is not received"},
    Title{"agreement.item", "协议不供应这种物资", "the agreement is over another item"},
    Title{"agreement.capacity", "超出协议供应能力", "the supplier cannot give so much"},
    Title{"order.stopped", "库点因重大隐患停用", "a grade-1 hazard has stopped the depot"},
    Title{"order.handler", "此步骤不归此人办理", "this step is another's"},
    Title{"order.override", "不按先到期先出须写理由",
          "lots chosen by hand, or less than ordered, need a reason"},
    Title{"order.over_receipt", "实收多于在途", "more is counted than is on the way"},
    Title{"order.nothing", "没有可办的物资", "there is nothing to be done"},
    Title{"order.finance", "核销须先有财政意见",
          "goods are written off after the opinion of finance"},
    Title{"order.in_transit", "在途未清，不能办结", "goods of the order are not accounted for"},
    Title{"order.application_field", "申请缺项，或数量不合", "the application does not say it"},
    Title{"order.own_stock", "须先用自有库存", "own stock is used first"},
    Title{"order.changed", "预案以来情况已变", "things have changed since the plan"},
    Title{"doc.lines", "单据没有一行物资", "a paper without a line moves nothing"},
    Title{"doc.line", "单据某一行有错", "a line of the paper is wrong"},
    Title{"doc.words", "单据缺少必填项或填写有误", "a word of the head is missing or wrong"},
    Title{"doc.pack", "没有这种包装，或整包不可拆零", "packs of this item are not given this way"},
    Title{"doc.site", "没有这个库点或地点", "there is no such site"},
    Title{"doc.owner", "代管方动用他方物资须有物权方的调拨令",
          "another's goods move on the owner's order alone"},
    Title{"doc.keeper", "移库只能在同一保管单位之内", "a move stays with one keeper"},
    Title{"doc.fefo", "有先到期的批次未发，须写明理由",
          "a lot that expires earlier is there; say why it stays"},
    Title{"doc.of", "所依据的单据不对", "the paper it answers is not the right one"},
    Title{"doc.over", "数量超过原单据", "more than the paper it answers has"},
    Title{"doc.due", "这一行物资不需回收", "the goods of this line need not come back"},
    Title{"doc.evidence", "报废缺少鉴定或物权方答复",
          "goods are scrapped on evidence and with the owner's answer"},
    Title{"doc.people", "核销的经办、复核、签批须是三个人",
          "a write-off is made, checked and signed by three people"},
    Title{"doc.followed", "已有后续单据，须先冲销后续单据",
          "a later paper rests on it and is reversed first"},
    Title{"loan.response", "响应期间不得借出", "these goods are not lent now"},
    Title{"kit.parts", "零件数与套数不符", "the parts are not those of so many kits"},
    Title{"rotation.swap", "轮换须等量、以新换旧",
          "a rotation puts equal, younger goods in the place of old ones"},
    Title{"donation.lot", "定向捐赠须单独立批", "goods given for one use are a lot of their own"},
    Title{"attach.size", "附件太大或为空", "the attachment is empty or too large"},
    Title{"attach.type", "附件的类型不收", "attachments of this type are not taken"},
    Title{"attach.unknown", "没有这个附件", "there is no such attachment"},
    Title{"donation.use", "定向捐赠的物资不得挪作他用", "the goods were given for another use"},
    Title{"ledger.counted", "该批次此后已盘点，不能补记盘点之前的账",
          "the goods were counted after that moment"},
    Title{"count.amount", "实盘数不能小于零", "nobody counts less than nothing"},
    Title{"count.moment", "盘点时刻还没到", "a count is of a moment that has been"},
    Title{"count.stale", "盘点表上的账面数已过时", "the sheet was made from older books"},
    Title{"count.empty", "盘点单没有一行", "a count without a line says nothing"},
    Title{"count.checker", "有盘亏时，复核人不能是盘点人",
          "losses are checked by somebody else than who counted"},
    Title{"count.changed", "盘点时刻的账面数已变，须重新盘点",
          "the books of a counted moment have changed since the close"},
    Title{"office.clock", "真实的账不许拨时钟", "the clock is never set on real books"},
    Title{"office.future", "还没有发生的事不能记账", "what has not happened yet is not booked"},
    Title{"books.seq", "账本没有过这个状态", "the books had no such state"},
    Title{"call.unknown", "值班簿里没有这个电话", "there is no such call in the duty book"},
    Title{"call.line", "电话里这一项的数字对不上", "the figures of an item cannot be right"},
    Title{"duty.handover", "上一班还没有交给这位值班员",
          "the running shift was not handed over to this officer"},
    Title{"duty.shift", "这个班不能这样交接", "this shift cannot be handed over so"},
    Title{"anchor.line", "锚文件的一行不是“序号 哈希”", "a line of the anchor file is broken"},
    Title{"ledger.unusable", "过期、冻结、召回或待检的批次不能动用",
          "goods of an expired, frozen, recalled or untested lot are not used"},
    Title{"ledger.held", "这批货已留给别的单据", "the goods are held for a document"},
    Title{"hold.short", "可用量不够", "less is available than is asked for"},
    Title{"hold.unusable", "这批货不能答应给人", "these goods may not be promised"},
    Title{"hold.deadline", "留货的期限已过", "the deadline has passed already"},
    Title{"hold.ended", "留货已经了结", "the hold has ended, or its time"},
    Title{"hold.amount", "没有留这么多", "this amount was not held"},
    Title{"hold.unknown", "没有这笔留货", "there is no such hold"},
    Title{"lot.state", "没有这种批次状态", "there is no such state of a lot"},
    Title{"lot.same", "批次已是这个状态", "the lot is in that state already"},
    Title{"depot.unknown", "没有这个库", "there is no such depot"},
    Title{"ledger.movement", "没有这笔账", "there is no such movement"},
    Title{"ledger.reversed", "已经冲销，或本身就是冲销", "reversed already, or itself a reversal"},
    Title{"ledger.counted", "与其后的盘点矛盾", "it contradicts a count made since"},
    Title{"ledger.closed", "账期已关", "the period is closed"},
    Title{"plan.reserve", "会超出需求与留底之和",
          "the plan would bring more than need and reserve"},
    Title{"crs.unknown", "不认识这个坐标系", "the coordinate system is not known"},
    Title{"crs.datum", "坐标系没有写明，或自相矛盾",
          "the datum of the coordinates is not declared, or contradicts itself"},
    Title{"crs.range", "点超出投影范围", "a point lies outside the map projection"},
    Title{"flow.network", "流量网络不合法", "the flow network is not one"},
    Title{"flow.overflow", "流量或费用超出 64 位整数", "flows or costs do not fit 64 bits"},
    Title{"flow.file", "不是 DIMACS 最小费用流文件", "the file is no DIMACS minimum-cost flow"},
    Title{"haul.problem", "调运问题不合法", "this is no problem of hauling goods"},
    Title{"haul.plan", "调运方案超出限制", "the plan breaks a limit of the problem"},
    Title{"haul.prices", "影子价格不合法", "these are no prices of the problem"},
    Title{"solver.failed", "求解器没有给出结果", "the solver gave no answer"},
    Title{"site.unknown", "没有这个库点", "there is no such depot"},
    Title{"print.kind", "没有这种表单", "there is no such form"},
    Title{"print.empty", "没有可打印的内容", "there is nothing to print"},
    Title{"print.form", "表单内容无法打印", "the form cannot be printed"},
    Title{"print.failed", "PDF 没有画成", "the PDF file could not be drawn"},
    Title{"internal", "程序内部错误", "an internal fault"},
};

std::string compose(const ErrorDetail& detail) {
    std::string text;
    if (!detail.file.empty()) {
        text += detail.file;
        text += ':';
        if (detail.line > 0) {
            text += std::to_string(detail.line);
            text += ':';
        }
        text += ' ';
    }
    if (!detail.field.empty()) {
        text += detail.field;
        text += ": ";
    }
    text += detail.message;
    if (!detail.found.empty()) {
        text += "; found ";
        text += detail.found;
    }
    if (!detail.expected.empty()) {
        text += "; expected ";
        text += detail.expected;
    }
    return text;
}

}  // namespace

Error::Error(ErrorKind kind, ErrorDetail detail)
    : kind_(kind), detail_(std::move(detail)), text_(compose(detail_)) {}

Error bad_input(ErrorDetail detail) {
    return {ErrorKind::bad_input, std::move(detail)};
}
Error refused(ErrorDetail detail) {
    return {ErrorKind::refused, std::move(detail)};
}
Error conflict(ErrorDetail detail) {
    return {ErrorKind::conflict, std::move(detail)};
}
Error fault(ErrorDetail detail) {
    return {ErrorKind::fault, std::move(detail)};
}

int exit_status(ErrorKind kind) noexcept {
    switch (kind) {
        case ErrorKind::bad_input: return 3;
        case ErrorKind::refused:
        case ErrorKind::conflict: return 4;
        case ErrorKind::fault: return 5;
    }
    return 5;
}

std::string_view error_title(std::string_view code, std::string_view language) {
    for (const Title& title : titles) {
        if (title.code == code) {
            return language == "zh" ? title.zh : title.en;
        }
    }
    return code;
}

}  // namespace relief
