// Comfort for the public form; every page works without. Nothing here asks another site anything.
import { Button } from "govuk-frontend/dist/govuk/components/button/button.mjs";
import { CharacterCount } from "govuk-frontend/dist/govuk/components/character-count/character-count.mjs";
import { ErrorSummary } from "govuk-frontend/dist/govuk/components/error-summary/error-summary.mjs";
import { ExitThisPage } from "govuk-frontend/dist/govuk/components/exit-this-page/exit-this-page.mjs";
import { SkipLink } from "govuk-frontend/dist/govuk/components/skip-link/skip-link.mjs";

// The page is blank at once, and its entry in the history is replaced, so that Back leads past it.
class Leave extends ExitThisPage {
  exitPage() {
    document.body.classList.add("govuk-exit-this-page-hide-content");
    this.$overlay = document.createElement("div");
    this.$overlay.className = "govuk-exit-this-page-overlay";
    this.$overlay.setAttribute("role", "alert");
    document.body.appendChild(this.$overlay);
    this.$overlay.textContent = this.i18n.t("activated");
    document.title = "...";
    window.location.replace(this.$button.href);
  }
}

function leaveOnDoubleEscape() {
  let last = 0;
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") {
      last = 0;
      return;
    }
    if (event.timeStamp - last < 1000 && last) {
      document.querySelector(".govuk-js-exit-this-page-button")?.click();
    }
    last = event.timeStamp;
  });
}

function leadingZeros(bytes) {
  let count = 0;
  for (const byte of bytes) {
    if (byte) {
      return count + Math.clz32(byte) - 24;
    }
    count += 8;
  }
  return count;
}

// The proof of work: found while somebody reads the page; without it a report is sent all the same.
async function work(field) {
  const bits = Number(field.dataset.bits);
  const text = new TextEncoder();
  for (let answer = 0; ; answer += 1) {
    const digest = await crypto.subtle.digest("SHA-256", text.encode(`${field.dataset.challenge}:${answer}`));
    if (leadingZeros(new Uint8Array(digest)) >= bits) {
      field.value = String(answer);
      return;
    }
  }
}

if (document.body.classList.contains("govuk-frontend-supported")) {
  for (const Component of [Button, CharacterCount, ErrorSummary, Leave, SkipLink]) {
    for (const element of document.querySelectorAll(`[data-module="${Component.moduleName}"]`)) {
      new Component(element);
    }
  }
  leaveOnDoubleEscape();
  const field = document.getElementById("work");
  if (field?.dataset.challenge && window.crypto?.subtle) {
    const done = work(field);
    // Whoever is quicker than their browser waits for it a moment, five seconds at most.
    field.form.addEventListener("submit", async (event) => {
      if (field.value || field.dataset.waited) {
        return;
      }
      event.preventDefault();
      field.dataset.waited = "yes";
      await Promise.race([done, new Promise((resolve) => setTimeout(resolve, 5000))]);
      field.form.submit();
    });
  }
}
