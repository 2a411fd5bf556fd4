// Begins what the components do with JavaScript; everything works without.
import { Button } from "govuk-frontend/dist/govuk/components/button/button.mjs";
import { ErrorSummary } from "govuk-frontend/dist/govuk/components/error-summary/error-summary.mjs";
import { PasswordInput } from "govuk-frontend/dist/govuk/components/password-input/password-input.mjs";
import { ServiceNavigation } from "govuk-frontend/dist/govuk/components/service-navigation/service-navigation.mjs";
import { SkipLink } from "govuk-frontend/dist/govuk/components/skip-link/skip-link.mjs";

if (document.body.classList.contains("govuk-frontend-supported")) {
  for (const Component of [Button, ErrorSummary, PasswordInput, ServiceNavigation, SkipLink]) {
    for (const element of document.querySelectorAll(`[data-module="${Component.moduleName}"]`)) {
      new Component(element);
    }
  }
}
