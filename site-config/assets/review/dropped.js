/* The files in what was dropped on a page, folders included. */

// More than a team has, and little enough not to stop the page.
const MOST = 2000;

/**
 * @param {FileSystemFileEntry} entry
 * @returns {Promise<File[]>} nothing where it can't be read
 */
function fileOf(entry) {
  return new Promise((done) => {
    entry.file((file) => done([file]), () => done([]));
  });
}

/**
 * A reader gives some of a folder's entries at a time, and none at the end.
 *
 * @param {FileSystemDirectoryReader} reader
 * @returns {Promise<FileSystemEntry[]>}
 */
function someOf(reader) {
  return new Promise((done) => {
    reader.readEntries(done, () => done([]));
  });
}

/**
 * @param {FileSystemEntry} entry
 * @returns {Promise<File[]>}
 */
async function filesIn(entry) {
  if (entry.isFile) return fileOf(/** @type {FileSystemFileEntry} */ (entry));
  const reader = /** @type {FileSystemDirectoryEntry} */ (entry).createReader();
  /** @type {File[]} */
  const found = [];
  for (let some = await someOf(reader); some.length && found.length < MOST; some = await someOf(reader)) {
    for (const one of some) found.push(...await filesIn(one));
  }
  return found;
}

/**
 * A folder also holds what is no deal; of what was chosen by itself everything is read.
 *
 * @param {Iterable<File>} files
 */
export function dealFilesIn(files) {
  return Array.from(files).filter((file) => /\.json$/i.test(file.name)).slice(0, MOST);
}

/**
 * @param {DataTransfer} dropped
 * @returns {Promise<File[]>}
 */
export async function filesDropped(dropped) {
  // The list is emptied as soon as the event is over, so it is read at once.
  const entries = Array.from(dropped.items).map((item) => item.webkitGetAsEntry());
  const alone = Array.from(dropped.files);
  /** @type {File[]} */
  const found = [];
  for (const entry of entries) {
    if (entry) found.push(...(entry.isDirectory ? dealFilesIn(await filesIn(entry)) : await filesIn(entry)));
  }
  return found.length ? found : alone;
}
