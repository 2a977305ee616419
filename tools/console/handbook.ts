// SPDX-License-Identifier: Apache-2.0
// Makes handbook.html of docs/使用手册.md, with the pictures the browser's tests made, as a plain page of
// the bundle. A heading `duty 值班台` is reached at #duty.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Marked, type Tokens } from "marked";
import type { Plugin } from "vite";

const style = `body{font:15px/26px "Microsoft YaHei","Noto Sans CJK SC","Source Han Sans SC","WenQuanYi Micro Hei",sans-serif;color:#1f2328;max-width:860px;margin:24px auto;padding:0 16px}
h1{font-size:24px}h2{font-size:19px;border-bottom:1px solid #d5d9dd;padding-top:16px}img{max-width:100%;border:1px solid #d5d9dd}
table{border-collapse:collapse}th,td{border:1px solid #d5d9dd;padding:4px 10px;text-align:left}code{background:#f3f4f5;padding:0 4px}
@media print{img{max-width:80%}}`;

export function handbook_page(text: string): string {
  const marked = new Marked({
    renderer: {
      heading({ tokens, depth }: Tokens.Heading): string {
        const words = this.parser.parseInline(tokens);
        const named = words.match(/^([a-z]+) (.*)$/);
        const id = named?.[1] ? ` id="${named[1]}"` : "";
        return `<h${depth}${id}>${named?.[2] ?? words}</h${depth}>\n`;
      },
    },
  });
  const body = marked.parse(text, { async: false }).replace(/ src="pictures\//g, ' src="/handbook/');
  return `<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>使用手册</title><link rel="stylesheet" href="/handbook/handbook.css"></head><body>
${body}</body></html>
`;
}

export function handbook(docs: string): Plugin {
  return {
    name: "handbook",
    generateBundle() {
      const file = join(docs, "使用手册.md");
      if (!existsSync(file)) {
        this.error(`the handbook is not at ${file}`);
      }
      const text = readFileSync(file, "utf8");
      for (const [, name] of text.matchAll(/\]\(pictures\/([^)]+)\)/g)) {
        if (!existsSync(join(docs, "pictures", name ?? ""))) {
          this.error(`the handbook shows pictures/${name}, which is not there`);
        }
      }
      this.emitFile({ type: "asset", fileName: "handbook.html", source: handbook_page(text) });
      this.emitFile({ type: "asset", fileName: "handbook/handbook.css", source: style });
      for (const name of readdirSync(join(docs, "pictures"))) {
        if (name.endsWith(".png")) {
          this.emitFile({ type: "asset", fileName: `handbook/${name}`, source: readFileSync(join(docs, "pictures", name)) });
        }
      }
    },
  };
}
