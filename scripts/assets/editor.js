// The query page's editor: CodeMirror with SPARQL colours in a shadow root, where its styles need no inline <style>.

import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { HighlightStyle, StreamLanguage, bracketMatching, syntaxHighlighting } from "@codemirror/language";
import { sparql } from "@codemirror/legacy-modes/mode/sparql";
import { Compartment, EditorState } from "@codemirror/state";
import { EditorView, keymap, lineNumbers } from "@codemirror/view";
import { tags } from "@lezer/highlight";

const colours = HighlightStyle.define([
  { tag: tags.keyword, color: "var(--code-keyword)", fontWeight: "600" },
  { tag: [tags.variableName, tags.definition(tags.variableName)], color: "var(--code-variable)" },
  { tag: [tags.string, tags.special(tags.string)], color: "var(--code-string)" },
  { tag: [tags.number, tags.bool, tags.atom], color: "var(--code-number)" },
  { tag: tags.comment, color: "var(--code-comment)" },
]);

const look = EditorView.theme({
  "&": { backgroundColor: "var(--code-back)", color: "var(--code-ink)", fontSize: "0.9375rem" },
  "&.cm-focused": { outline: "3px solid var(--code-focus)", outlineOffset: "1px" },
  ".cm-content": { fontFamily: "var(--code-font)", caretColor: "var(--code-ink)", padding: "0.5rem 0" },
  ".cm-cursor": { borderLeftColor: "var(--code-ink)" },
  ".cm-gutters": {
    backgroundColor: "var(--code-gutter)", color: "var(--code-comment)", borderRight: "1px solid var(--code-line)",
  },
  ".cm-scroller": { lineHeight: "1.6", minHeight: "12rem", overflow: "auto" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground, ::selection": {
    backgroundColor: "var(--code-selection)",
  },
});

/**
 * Put an editor in place of a text field. Tab leaves the field, as everywhere on the page.
 *
 * @param {HTMLTextAreaElement} field labelled text field; it is hidden, and always holds what the editor holds
 * @param {{label: string, description: string, run: () => void}} told its name, how to use it, what Ctrl+Enter does
 * @returns {{set: (text: string) => void, goTo: (line: number) => void, focus: () => void}}
 */
export function enhance(field, told) {
  const host = document.createElement("div");
  host.className = "editor-host";
  field.after(host);
  const root = host.attachShadow({ mode: "open", delegatesFocus: true });
  const attributes = new Compartment();
  const view = new EditorView({
    root,
    parent: root,
    state: EditorState.create({
      doc: field.value,
      extensions: [
        keymap.of([{ key: "Mod-Enter", run: () => (told.run(), true) }]),
        lineNumbers(), history(), bracketMatching(), EditorView.lineWrapping,
        StreamLanguage.define(sparql), syntaxHighlighting(colours), look,
        keymap.of([...defaultKeymap, ...historyKeymap]),
        attributes.of(EditorView.contentAttributes.of({
          "aria-label": told.label, "aria-description": told.description, spellcheck: "false", autocapitalize: "off",
        })),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) field.value = update.state.doc.toString();
        }),
      ],
    }),
  });
  field.hidden = true;
  return {
    set(text) {
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } });
    },
    goTo(number) {
      const line = view.state.doc.line(Math.min(Math.max(number, 1), view.state.doc.lines));
      view.dispatch({ selection: { anchor: line.from, head: line.to }, scrollIntoView: true });
    },
    focus() {
      view.focus();
    },
  };
}
