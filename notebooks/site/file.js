// A notebook's link to what is no notebook, a picture to print or a template, asks for JupyterLite's editor. This page
// stands in its place and lets the browser show the file itself.
const path = new URLSearchParams(location.search).get("path") ?? "";

location.replace(`../files/${path.split("/").map(encodeURIComponent).join("/")}`);
