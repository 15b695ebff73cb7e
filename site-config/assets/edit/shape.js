/* A file as a form shows it, and what a form says as it belongs into the file. */
import { read, valueOf } from "./read.js";
import { isGroup, isNothing, rewritten } from "./write.js";

/** @import { Value } from "./reading.js" */
/** @import { Fields, Said } from "./write.js" */

/**
 * A field as the editor is told of it.
 *
 * @typedef {{ name: string, widget?: string, fields?: Shown[], field?: Shown, types?: Shown[] }} Shown
 */

/**
 * One form: its fields, and by the path of a field what it says where a file leaves it out (`usual`), the
 * field that a text alone is (`short`), and the field that a list alone is (`listed`).
 *
 * @typedef {{ fields: Shown[], usual: Record<string, unknown>, short: Record<string, string>, listed: Record<string, string>, calledBy: string }} Form
 * @typedef {{ isProse: boolean, forms: Record<string, Form> }} Format
 */

/**
 * What the page of forms is told: the settings of the editor, and beyond them how files become forms, whom it
 * may ask, and which language it speaks.
 *
 * @typedef {{ config: object, formats: Record<string, Format>, asides: string[], origins: string[], locale: string }} Settings
 */

const IS = "_is";
const CALLED = "_called";
const FILE = "_file";
const BODY = "body";
const GONE = "gone";

/**
 * The fields of a page and its text, which stand apart in its file.
 *
 * @param {string} file
 * @param {Format} format
 */
function parted(file, { isProse }) {
  const head = isProse ? /^---\n([\s\S]*?\n)?---(?:\n|$)/.exec(file) : null;
  if (!isProse || !file) return { fields: file, text: "" };
  return head ? { fields: head[1] || "", text: file.slice(head[0].length) } : { fields: "", text: file };
}

/**
 * What tells a file's text from others without telling it, as `cms/settings.py` works it out (FNV-1a).
 *
 * @param {string} file
 */
function fingerprint(file) {
  const text = file.trim();
  let found = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) found = Math.imul(found ^ text.charCodeAt(at), 0x01000193);
  return `${text.length}-${(found >>> 0).toString(16).padStart(8, "0")}`;
}

/**
 * What a form shows of a file; nothing lists it where it is no entry or one that is gone.
 *
 * @param {string} file
 * @param {Format} format
 * @param {string[]} [asides] fingerprints of files that are no entries
 */
export function shown(file, format, asides = []) {
  const { fields, text } = parted(file, format);
  const values = /** @type {Fields} */ (valueOf(read(fields).root));
  if (format.isProse) values[BODY] = text.trim();
  const [usual] = Object.keys(format.forms);
  const own = String(values.form ?? "");
  const isGone = "moved_to" in values || "retired" in values || asides.includes(fingerprint(file));
  const name = own in format.forms ? own : usual;
  const form = format.forms[name];
  const called = values.title || values[form.calledBy] || "";
  return { ...shownGroup(values, form, form.fields, ""), [IS]: isGone ? GONE : name, [CALLED]: called, [FILE]: file };
}

/**
 * The fields of the form that shows these values.
 *
 * @param {Fields} values
 * @param {Format} format
 */
export function fieldsOf(values, format) {
  return (format.forms[String(values[IS])] || Object.values(format.forms)[0]).fields;
}

/**
 * Values as the editor keeps them from the moment it shows them. Of a list of texts it keeps each item by its path,
 * and an empty list besides; a file that came otherwise would count as changed before anybody has typed.
 *
 * @param {Fields} values
 * @param {Shown[]} fields
 */
export function spread(values, fields) {
  /** @type {Fields} */
  const all = { ...values };
  fields.forEach((field) => {
    const { name } = field;
    const value = values[name];
    if (isGroup(value) && field.fields) all[name] = spread(value, field.fields);
    if (!Array.isArray(value) || field.widget !== "list") return;
    if (field.fields || field.types) all[name] = value.map((item) => spreadItem(item, field));
    else if (!field.field) Object.assign(all, { [name]: [] }, Object.fromEntries(value.map((item, n) => [`${name}.${n}`, item])));
  });
  return all;
}

/**
 * @param {Said} item
 * @param {Shown} field
 */
function spreadItem(item, field) {
  const fields = fieldsOfItem(field, item);
  return isGroup(item) && fields ? spread(item, fields) : item;
}

/**
 * @param {Fields} values
 * @param {Form} form
 * @param {Shown[]} fields
 * @param {string} at
 */
function shownGroup(values, form, fields, at) {
  /** @type {Fields} */
  const all = { ...values };
  fields.forEach((field) => {
    const path = at + field.name;
    if (field.name in values) all[field.name] = shownValue(values[field.name], form, field, path);
    else if (path in form.usual) all[field.name] = /** @type {Said} */ (form.usual[path]);
  });
  return all;
}

/**
 * @param {Said} value
 * @param {Form} form
 * @param {Shown} field
 * @param {string} at
 * @returns {Said}
 */
function shownValue(value, form, field, at) {
  if (field.widget === "boolean") return value === "true";
  if (field.widget === "number") return isNothing(value) ? null : Number(value);
  if (field.widget === "datetime") return String(value ?? "").slice(0, 10);
  if (Array.isArray(value) && at in form.listed) return { [form.listed[at]]: value };
  if (Array.isArray(value) && field.widget === "list") return value.map((item) => shownItem(item, form, field, at));
  if (isGroup(value) && field.fields) return shownGroup(value, form, field.fields, `${at}.`);
  return typeof value === "string" ? value.trim() : value;
}

/**
 * @param {Said} item
 * @param {Form} form
 * @param {Shown} field
 * @param {string} at
 * @returns {Said}
 */
function shownItem(item, form, field, at) {
  const whole = typeof item === "string" && at in form.short ? { [form.short[at]]: item } : item;
  const fields = fieldsOfItem(field, whole);
  return isGroup(whole) && fields ? shownGroup(whole, form, fields, `${at}.`) : whole;
}

/**
 * @param {Shown} field
 * @param {Said} item
 */
function fieldsOfItem(field, item) {
  const own = isGroup(item) && field.types && field.types.find((type) => type.name === item.type);
  return own ? own.fields : field.fields;
}

/**
 * The file that says what a form says.
 *
 * @param {Fields} said
 * @param {Format} format
 */
export function filed(said, format) {
  const { [IS]: is, [CALLED]: _, [FILE]: before, ...rest } = said;
  const form = format.forms[String(is)] || Object.values(format.forms)[0];
  const { fields, text } = parted(String(before || ""), format);
  const old = /** @type {Fields} */ (valueOf(read(fields).root));
  const values = filedGroup(rest, old, form, form.fields, "");
  const order = form.fields.map((field) => field.name);
  if (!format.isProse) return rewritten(fields, values, order);
  const { [BODY]: body, ...above } = values;
  const now = String(body ?? "").trim();
  return `---\n${rewritten(fields, above, order)}---\n${now === text.trim() ? text : `\n${now}\n`}`;
}

/**
 * @param {Fields} said
 * @param {Fields} old what the file said there
 * @param {Form} form
 * @param {Shown[]} fields
 * @param {string} at
 */
function filedGroup(said, old, form, fields, at) {
  const known = new Map(fields.map((field) => [field.name, field]));
  /** @type {Fields} */
  const values = {};
  Object.entries(said).forEach(([name, value]) => {
    const field = known.get(name);
    const path = at + name;
    const now = field ? filedValue(value, old[name], form, field, path) : value;
    const isUsual = path in form.usual && String(now ?? form.usual[path]) === String(form.usual[path]);
    if (isUsual && !(name in old)) return;
    if (!isNothing(now)) values[name] = now;
  });
  return values;
}

/**
 * @param {Said} value
 * @param {Said} old
 * @param {Form} form
 * @param {Shown} field
 * @param {string} at
 * @returns {Said}
 */
function filedValue(value, old, form, field, at) {
  if (Array.isArray(value)) {
    const items = value.map((item, n) => filedItem(item, Array.isArray(old) ? old[n] : null, form, field, at));
    return items.filter((item) => !isNothing(item));
  }
  if (isGroup(value) && field.fields) {
    const group = filedGroup(value, isGroup(old) ? old : {}, form, field.fields, `${at}.`);
    const list = at in form.listed ? group[form.listed[at]] : null;
    return isNothing(list) || list === null ? group : list;
  }
  return value;
}

/**
 * @param {Said} item
 * @param {Said} old
 * @param {Form} form
 * @param {Shown} field
 * @param {string} at
 * @returns {Said}
 */
function filedItem(item, old, form, field, at) {
  const fields = fieldsOfItem(field, item);
  if (!isGroup(item) || !fields) return item;
  const group = filedGroup(item, isGroup(old) ? old : {}, form, fields, `${at}.`);
  const [first, ...others] = Object.keys(group);
  return !others.length && first === form.short[at] ? group[first] : group;
}
