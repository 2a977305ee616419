// SPDX-License-Identifier: Apache-2.0
#include "tools/desk/plan_report_parts.h"

namespace relief {

// Grey is the normal state; a tint, always with a word and a shape, marks what a person must look
// at. System fonts only: a Chinese web font would be larger than all the rest together.
std::string_view report_style() {
    return R"css(
:root{--ink:#1F2328;--second:#4A5158;--hint:#5F6770;--edge:#7A828B;--line:#D8DCE0;--base:#F3F4F5;
--red-tint:#FCE4E6;--red:#8C0015;--orange-tint:#FFE9D1;--orange:#7A3900;--navy:#1F4E79}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0;background:var(--base);color:var(--ink);font:14px/22px "Microsoft YaHei","Noto Sans CJK SC","Source Han Sans SC","WenQuanYi Micro Hei",sans-serif;-webkit-print-color-adjust:exact;print-color-adjust:exact}
main{max-width:1240px;margin:0 auto;padding:24px 40px 40px;background:#fff}
h1{margin:2px 0 4px;font-size:26px;line-height:36px;font-weight:600}
h2{margin:32px 0 8px;padding-bottom:4px;border-bottom:2px solid var(--ink);font-size:18px;line-height:26px;font-weight:600;break-after:avoid}
h3{margin:18px 0 6px;font-size:15px;line-height:22px;font-weight:600;break-after:avoid}
p{margin:6px 0}
.en{color:var(--hint);font-size:12px;font-weight:400}
.top{display:flex;justify-content:space-between;gap:24px;color:var(--second)}
.top b{color:var(--ink);font-weight:600}
.meta{color:var(--second)}
.meta b{color:var(--ink);font-weight:600}
.lead{margin:14px 0;padding:12px 16px;border-left:4px solid var(--ink);background:var(--base);font-size:17px;line-height:28px}
.band{margin:8px 0;padding:6px 12px;border:1px solid var(--edge);background:#fff}
.band b{font-weight:600}
.tiles{display:grid;grid-template-columns:repeat(6,1fr);gap:8px;margin:14px 0 4px}
.tile{border:1px solid var(--line);padding:8px 10px;min-height:78px}
.tile .k{color:var(--second);font-size:13px;line-height:18px}
.tile .v{font-size:22px;line-height:30px;font-weight:600;font-variant-numeric:tabular-nums;white-space:nowrap}
.tile .d{color:var(--second);font-size:12px;line-height:17px}
.tile.bad{background:var(--red-tint);border-color:var(--red);color:var(--red)}
.tile.warn{background:var(--orange-tint);border-color:var(--orange);color:var(--orange)}
.tile.bad .k,.tile.bad .d{color:var(--red)}
.tile.warn .k,.tile.warn .d{color:var(--orange)}
table{width:100%;border-collapse:collapse;font-size:13px;line-height:20px;margin:6px 0 10px}
thead{display:table-header-group}
th{white-space:nowrap;padding:4px 8px;border-bottom:1px solid var(--edge);color:var(--second);font-weight:600;text-align:left;vertical-align:bottom}
td{padding:4px 8px;border-bottom:1px solid var(--line);vertical-align:top}
tr{break-inside:avoid}
tr.group{break-after:avoid}
th.n,td.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
tr.group td{background:var(--base);font-weight:600;break-after:avoid}
tr.off td{color:var(--hint)}
.no{white-space:nowrap}
.mark{display:inline-block;padding:0 5px;border:1px solid var(--edge);font-size:12px;line-height:17px;white-space:nowrap;color:var(--second)}
.mark.open{border-style:dashed}
.mark.bad{background:var(--red-tint);border-color:var(--red);color:var(--red)}
.mark.warn{background:var(--orange-tint);border-color:var(--orange);color:var(--orange)}
.quiet{color:var(--hint)}
.small{font-size:12px;line-height:18px;color:var(--second)}
.level{font-size:17px;font-weight:600;white-space:nowrap}
figure{margin:8px 0}
.map{display:block;width:100%;height:auto;border:1px solid var(--edge);background:#ECEEF0}
.labels text{paint-order:stroke;stroke:#fff;stroke-width:3px;stroke-linejoin:round}
.legend{display:flex;flex-wrap:wrap;gap:4px 18px;margin:8px 0 4px;font-size:13px}
.legend span{display:inline-flex;align-items:center;gap:6px;white-space:nowrap}
.bar{display:block;width:100%;max-width:150px;height:14px}
.keys{display:flex;flex-wrap:wrap;gap:4px 18px;margin:4px 0;font-size:12px;color:var(--second)}
.keys span{display:inline-flex;align-items:center;gap:6px}
.keys .bar{width:26px}
.standing{margin:10px 0;font-size:15px;line-height:26px}
.standing b{font-weight:600}
tr.tier td{background:#fff;border-bottom:1px solid var(--edge);padding-top:12px;font-size:14px}
tr.flow td{font-weight:400}
.from{display:flex;justify-content:space-between;gap:16px}
.from b{font-weight:600}
.how{color:var(--second)}
.needs,.shipments,.levels{table-layout:fixed}
.levels th:nth-child(1){width:9%}.levels th:nth-child(2){width:6%}.levels th:nth-child(3){width:21%}.levels th:nth-child(4){width:6%}.levels th:nth-child(5){width:6.5%}
.needs th:nth-child(1){width:10%}.needs th:nth-child(2){width:4%}.needs th:nth-child(3){width:7%}.needs th:nth-child(4){width:7%}.needs th:nth-child(5){width:9%}.needs th:nth-child(6){width:9.5%}.needs th:nth-child(7){width:10%}.needs th:nth-child(8){width:5.5%}.needs th:nth-child(9){width:19.5%}.needs th:nth-child(10){width:8%}
.aims,.closures,.why{table-layout:fixed}
.aims th:nth-child(1){width:5%}.aims th:nth-child(2){width:23%}.aims th:nth-child(3){width:11%}.aims th:nth-child(4){width:11%}.aims th:nth-child(5){width:7%}.aims th:nth-child(6){width:7%}.aims th:nth-child(7){width:20%}
.closures th:nth-child(1){width:5%}.closures th:nth-child(2){width:12%}.closures th:nth-child(3){width:9%}.closures th:nth-child(4){width:19%}.closures th:nth-child(5){width:20%}.closures th:nth-child(6){width:9%}.closures th:nth-child(7){width:13%}
.why th:nth-child(1){width:12%}.why th:nth-child(2){width:8%}.why th:nth-child(3){width:5%}.why th:nth-child(4){width:7%}.why th:nth-child(5){width:28%}.why th:nth-child(6){width:10%}
.shipments th:nth-child(1){width:5%}.shipments th:nth-child(2){width:9%}.shipments th:nth-child(3){width:11%}.shipments th:nth-child(4){width:13%}.shipments th:nth-child(5){width:5.5%}.shipments th:nth-child(6){width:6.5%}
.lot{color:var(--hint);font-size:12px}
.goods span{display:inline-block;margin-right:12px}
footer{margin-top:28px;padding-top:8px;border-top:1px solid var(--edge);color:var(--second);font-size:12px;line-height:19px}
@media print{
@page{size:A4 portrait;margin:14mm 12mm 16mm 12mm;@bottom-left{content:"救灾物资调拨方案（拟）　内部使用";font-size:8pt}@bottom-right{content:"第 " counter(page) " / " counter(pages) " 页";font-size:8pt}}
.needs th:nth-child(1){width:11%}.needs th:nth-child(2){width:4.5%}.needs th:nth-child(3){width:8%}.needs th:nth-child(4){width:8%}.needs th:nth-child(5){width:10.5%}.needs th:nth-child(6){width:12.5%}.needs th:nth-child(7){width:5.5%}.needs th:nth-child(8){width:6.5%}.needs th:nth-child(9){width:14%}.needs th:nth-child(10){width:11%}
.shipments td:nth-child(4) .no{white-space:normal}
.shipments th:nth-child(1){width:5.5%}.shipments th:nth-child(2){width:11.5%}.shipments th:nth-child(3){width:15.5%}.shipments th:nth-child(4){width:14%}.shipments th:nth-child(5){width:6%}.shipments th:nth-child(6){width:8%}
.aims th:nth-child(3),.aims th:nth-child(4){width:13%}.aims th:nth-child(5){width:9%}.aims th:nth-child(2){width:19%}
.closures .no{white-space:normal}
.why th:nth-child(6){width:15%}.why th:nth-child(5){width:27%}
.levels th:nth-child(5){width:9%}.levels th:nth-child(4){width:8%}
body{background:#fff;font-size:10pt;line-height:15pt}
main{max-width:none;padding:0}
h1{font-size:17pt;line-height:23pt}
h2{font-size:13pt;line-height:18pt;margin-top:16pt}
h3{font-size:11pt;line-height:15pt}
.lead{font-size:12pt;line-height:19pt}
.tile .v{font-size:14pt;line-height:19pt}
.tile{min-height:0;padding:4pt 6pt}
table{font-size:8.5pt;line-height:12pt}
th,td{padding:2pt 4pt}
.bar{height:10px}
.keys .bar{width:22px}
.standing{font-size:10.5pt;line-height:16pt}
.small,.lot,.en,.keys,.legend,.mark,footer{font-size:8pt;line-height:11pt}
figure{break-inside:avoid}
}
)css";
}

}  // namespace relief
