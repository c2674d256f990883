// Puts a button beside each text that is there to be copied. Without it the texts can be marked and copied by hand.
"use strict";

(() => {
  if (!navigator.clipboard) return;
  const { copyText, copiedText } = document.currentScript.dataset;

  const button = (source) => {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "copy-button";
    made.textContent = copyText;
    made.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(source.value ?? source.textContent.trim());
        told.textContent = copiedText;
      } catch {
        if (source.select) source.select();
      }
    });
    const told = document.createElement("span");
    told.className = "small";
    told.setAttribute("role", "status");
    source.after(made, " ", told);
  };
  document.querySelectorAll("[data-copy]").forEach(button);
})();
