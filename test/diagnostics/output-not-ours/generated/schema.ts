// Written by hand, before structview came to this project.
export class Point {}
