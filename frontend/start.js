// Begins what the components do with JavaScript; everything works without.
import { Button, ErrorSummary, PasswordInput, ServiceNavigation, SkipLink, createAll } from "./govuk.js";

for (const component of [Button, ErrorSummary, PasswordInput, ServiceNavigation, SkipLink]) {
  createAll(component);
}
