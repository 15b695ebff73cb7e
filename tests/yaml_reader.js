// What another reader makes of files: the YAML 1.2 core schema, by the package `yaml`.
// `node tests/yaml_reader.js FILE`: a JSON list of texts becomes one of values, or of what is wrong.
import { readFileSync } from "node:fs";
import { isMap, isScalar, isSeq, parseAllDocuments } from "yaml";

/** A value with each scalar as it was typed, whatever type it has; null where nothing was. */
function typed(node) {
  if (isMap(node)) {
    return Object.fromEntries(node.items.map(({ key, value }) => [typed(key), typed(value)]));
  }
  if (isSeq(node)) {
    return node.items.map(typed);
  }
  if (!isScalar(node)) {
    return null;
  }
  return typeof node.value === "string" ? node.value : node.source || null;
}

function read(text) {
  const documents = parseAllDocuments(text, { version: "1.2", schema: "core", keepSourceTokens: true });
  if (documents.length !== 1) {
    return { wrong: `${documents.length} documents` };
  }
  const [{ contents, errors, warnings }] = documents;
  const wrong = [...errors, ...warnings].map(({ message }) => message);
  return wrong.length ? { wrong: wrong.join("\n") } : { value: typed(contents) };
}

const texts = JSON.parse(readFileSync(process.argv[2], "utf-8"));
process.stdout.write(JSON.stringify(texts.map(read)));
