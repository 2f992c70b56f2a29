// Settings as a form has them. Pure, so that it can be tested.

import type { Setting } from "../api/types";

export type Value = string | number | boolean | string[] | Record<string, string>;

/** What stands under a dotted key, however deep. */
export function at(tree: Record<string, unknown>, key: string): unknown {
  if (key in tree) return tree[key];
  let here: unknown = tree;
  for (const part of key.split(".")) {
    if (typeof here !== "object" || here === null) return undefined;
    here = (here as Record<string, unknown>)[part];
  }
  return here;
}

/** Why a value cannot be taken, in words. */
export function faultOf(setting: Setting, value: Value): string | null {
  if (setting.type === "int") {
    const n = Number(value);
    if (!Number.isInteger(n) || value === "") return "A whole number is needed.";
    if (setting.min !== null && n < setting.min) return `At least ${setting.min}.`;
    if (setting.max !== null && n > setting.max) return `At most ${setting.max}.`;
  }
  if (setting.type === "measure" && !/^(off|\d+(\.\d+)?\s*[a-zA-Z]+(\s*\d+\s*[a-zA-Z]+)*)$/.test(String(value).trim())) return `A number with its unit, such as ${String(setting.default)}.`;
  return null;
}
