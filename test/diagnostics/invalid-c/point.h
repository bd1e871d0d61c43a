struct point {
  int x;
  int y : 40;
};
