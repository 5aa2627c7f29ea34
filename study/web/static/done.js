// Asks once more before everything is deleted.

const form = document.getElementById("withdraw");
form.addEventListener("submit", (event) => {
  if (!confirm(form.dataset.sure)) event.preventDefault();
});
