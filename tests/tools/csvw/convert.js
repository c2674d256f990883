// Converts CSV files by their CSVW metadata and prints what a conversion in minimal mode holds, as N-Triples.
//
//   node convert.js BASE_URL FILE.csv...
//
// The metadata of FILE.csv is FILE.csv-metadata.json. Before each file's triples stands a line `# FILE.csv`.
// The context of CSVW is answered from context.json, which has the terms in use; nothing is fetched.

import { createReadStream, readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { Writable } from 'node:stream'
import rdf from '@rdfjs/dataset'
import { JsonLdParser } from 'jsonld-streaming-parser'
import CsvwParser from 'rdf-parser-csvw'

const CSVW = 'http://www.w3.org/ns/csvw'
const XSD_STRING = 'http://www.w3.org/2001/XMLSchema#string'
const context = JSON.parse(readFileSync(new URL('context.json', import.meta.url)))
const ESCAPES = { '\\': '\\\\', '"': '\\"', '\n': '\\n', '\r': '\\r', '\t': '\\t' }

async function collect (input, ...through) {
  const found = []
  const sink = new Writable({
    objectMode: true,
    write (one, encoding, done) {
      found.push(one)
      done()
    }
  })
  await pipeline(input, ...through, sink)
  return found
}

async function metadata (file, baseIRI) {
  const documentLoader = {
    load: async url => {
      if (url !== CSVW) throw new Error(`not answered: ${url}`)
      return context
    }
  }
  return rdf.dataset(await collect(createReadStream(file), new JsonLdParser({ baseIRI, documentLoader })))
}

function spell (term) {
  if (term.termType === 'NamedNode') return `<${term.value}>`
  if (term.termType === 'BlankNode') return `_:${term.value}`
  const text = `"${term.value.replace(/[\\"\n\r\t]/g, char => ESCAPES[char])}"`
  if (term.language) return `${text}@${term.language}`
  return term.datatype.value === XSD_STRING ? text : `${text}^^<${term.datatype.value}>`
}

// What describes the table itself and its rows (csvw:row, csvw:rownum and so on) is not part of the minimal mode.
function minimal (quads) {
  const about = new Set(quads.filter(quad => quad.predicate.value.startsWith(`${CSVW}#`)).map(quad => quad.subject.value))
  return quads.filter(quad => !(quad.subject.termType === 'BlankNode' && about.has(quad.subject.value)))
}

const [base, ...files] = process.argv.slice(2)
for (const file of files) {
  const baseIRI = new URL(basename(file), base).href
  const parser = new CsvwParser({ metadata: await metadata(`${file}-metadata.json`, baseIRI), baseIRI })
  const quads = await collect(parser.import(createReadStream(file)))
  const lines = minimal(quads).map(quad => `${spell(quad.subject)} ${spell(quad.predicate)} ${spell(quad.object)} .\n`)
  process.stdout.write(`# ${basename(file)}\n${lines.join('')}`)
}
